/** Puts a prediction beside a measurement, field by field. */
import { toHex } from '../../core/base/bytes';
import type { Startup } from '../../core/qemu/machine';
import { startUp } from '../../core/qemu/startup';
import { accepted, type AcceptedStartup } from '../../core/qemu/tables/accepted';
import { cmosBytes } from '../../core/qemu/tables/cmos';
import { e820Bytes, e820Records } from '../../core/qemu/tables/e820';
import { fwCfgDirectory } from '../../core/qemu/tables/fw-cfg';
import { hmatBytes } from '../../core/qemu/tables/hmat';
import { apicIdLimit, numaKeyBytes } from '../../core/qemu/tables/numa-key';
import { ramSizeKeyBytes } from '../../core/qemu/tables/ram-size-key';
import { reservedMemoryEndBytes } from '../../core/qemu/tables/reserved-memory-end';
import { slitBytes } from '../../core/qemu/tables/slit';
import { sratBytes, sratRecords } from '../../core/qemu/tables/srat';
import { memoryDevices } from '../../core/codecs/prediction';
import type { RecordedFile } from './fw-cfg';
import { devicesText, type Measurement } from './measure';

export interface Difference {
  readonly field: string;
  readonly measured: string;
  readonly predicted: string;
}

export function compare(args: readonly string[], measured: Measurement): readonly Difference[] {
  const startup = startUp(args);
  const tables = accepted(startup);
  const found: Difference[] = [];
  const check = (field: string, was: string | null, says: string | null) => {
    if (was !== says) found.push({ field, measured: was ?? 'none', predicted: says ?? 'none' });
  };
  check('ok', String(measured.ok), String(startup.refusals.length === 0));
  check('error', measured.error, startup.refusals[0]?.text ?? null);
  check('warnings', measured.warnings.join('\n'), startup.warnings.map(({ text }) => text).join('\n'));
  if (!measured.ok || !tables) return found;
  const predicted = predictedFields(startup, tables);
  for (const [field, value] of measured.fields) check(field, value, predicted.get(field) ?? null);
  check('files', filesText(measured.files, predictedSizes(tables)), filesText(fwCfgDirectory(tables)));
  return found;
}

function predictedFields(startup: Startup, tables: AcceptedStartup): ReadonlyMap<string, string | null> {
  const hex = (bytes: Uint8Array | undefined): string | null => (bytes ? toHex(bytes) : null);
  const srat = sratRecords(tables);
  return new Map([
    ['e820', hex(e820Bytes(e820Records(tables)))],
    ['reserved_memory_end', hex(reservedMemoryEndBytes(tables))],
    ['srat', hex(srat && sratBytes(tables, srat))],
    ['slit', hex(slitBytes(tables))],
    ['hmat', hex(hmatBytes(tables))],
    ['cmos', hex(cmosBytes(tables))],
    ['apic_id_limit', String(apicIdLimit(tables))],
    ['numa_key', hex(numaKeyBytes(tables))],
    ['ram_size', hex(ramSizeKeyBytes(tables))],
    ['memory_devices', devicesText(memoryDevices(startup))],
  ]);
}

const predictedSizes = (tables: AcceptedStartup): ReadonlySet<string> =>
  new Set(fwCfgDirectory(tables).flatMap(({ name, size }) => (size === undefined ? [] : [name])));

/** A line a file; the size counts where one is predicted. */
function filesText(files: readonly Partial<RecordedFile>[], sized?: ReadonlySet<string>): string {
  return files
    .map(({ name = '', key, size }) =>
      `${key} ${name} ${size === undefined || sized?.has(name) === false ? '' : size}`.trim(),
    )
    .join('\n');
}
