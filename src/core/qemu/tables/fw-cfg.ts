/** The fw_cfg directory (QEMU hw/nvram/fw_cfg.c; spec: qemu-11.1 §8): names, keys, sizes, and the bytes that follow from memory. */
import type { FileField, FwCfgFile } from '../../plan/plan';
import type { FirmwareFile } from '../../machines/machine';
import { hasApic } from '../apic';
import { hasNumaTables, type AcceptedStartup } from './accepted';
import { filesOfOption } from './fw-cfg-options';
import { e820Bytes, e820Fields, e820Records, E820_ENTRY_BYTES } from './e820';
import { hmatBytes } from './hmat';
import { hmatFields } from './hmat-fields';
import { reservedMemoryEndBytes } from './reserved-memory-end';
import { slitBytes, slitFields } from './slit';
import { sratBytes, sratRecords } from './srat';
import { sratFields } from './srat-fields';

/** The select key of the first file (FW_CFG_FILE_FIRST). */
const FIRST_KEY = 0x20;

export interface DirectoryEntry {
  readonly name: string;
  readonly key: number;
  /** In bytes; absent where it depends on more than memory. */
  readonly size?: number;
}

const LEAST_FOR_ROM = 2n ** 20n;

/** Every file that QEMU offers, sorted by name; a key is a place in that order. */
export function fwCfgDirectory(startup: AcceptedStartup): readonly DirectoryEntry[] {
  const { machine, options } = startup;
  const { files, acpiFiles, apicFiles } = machine.version.family.firmware;
  const sizes = new Map<string, number | undefined>();
  const add = (some: readonly FirmwareFile[]) => {
    for (const { name, size } of some) sizes.set(name, size);
  };
  add(files);
  if (machine.acpi) add(acpiFiles);
  // The ROM needs a place above the legacy hole (hw/intc/apic_common.c, apic_common_realize).
  const cpuText = options.findLast(({ name }) => name === 'cpu')?.text;
  const apic = hasApic(startup.cpu?.model ?? '', cpuText, startup.topology.cpus);
  if (apic && startup.memory.ram >= LEAST_FOR_ROM) add(apicFiles);
  if (machine.nvdimm) add([{ name: 'etc/acpi/nvdimm-mem', size: 4096 }]);
  if (startup.map.reservedMemoryEnd !== undefined) add([{ name: 'etc/reserved-memory-end', size: 8 }]);
  for (const option of options) add(filesOfOption(option, machine.acpi));
  sizes.set('etc/e820', E820_ENTRY_BYTES * e820Records(startup).length);
  return [...sizes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, size], index) => ({ name, key: FIRST_KEY + index, ...(size === undefined ? {} : { size }) }));
}

interface Content {
  readonly bytes: Uint8Array;
  readonly fields: readonly FileField[];
  readonly rowBytes: number;
}

/** Files whose content memory alone decides. */
function contents(startup: AcceptedStartup): ReadonlyMap<string, Content> {
  const found = new Map<string, Content>();
  const records = e820Records(startup);
  found.set('etc/e820', { bytes: e820Bytes(records), fields: e820Fields(records), rowBytes: E820_ENTRY_BYTES });
  const end = reservedMemoryEndBytes(startup);
  const endField = { offset: 0, length: 8, label: 'end of reserved memory', owner: 'memory.maxmem' };
  if (end) found.set('etc/reserved-memory-end', { bytes: end, fields: [endField], rowBytes: 16 });
  return found;
}

/** ACPI tables as they lie within `etc/acpi/tables`, checksums still 0: no files of their own, and so without keys in QEMU. */
export function acpiTables(startup: AcceptedStartup): readonly Omit<FwCfgFile, 'key'>[] {
  if (!hasNumaTables(startup)) return [];
  const table = (name: string, bytes: Uint8Array | undefined, fields: () => readonly FileField[]) =>
    bytes ? [{ name, size: bytes.length, bytes, fields: fields(), rowBytes: 16 }] : [];
  const records = sratRecords(startup) ?? [];
  return [
    ...table('SRAT', sratBytes(startup, records), () => sratFields(records)),
    ...table('SLIT', slitBytes(startup), () => slitFields(startup)),
    ...table('HMAT', hmatBytes(startup), () => hmatFields(startup)),
  ];
}

/** The directory with bytes and labels where they are predicted, then SRAT, SLIT and HMAT with the key of `etc/acpi/tables`. */
export function fwCfgFiles(startup: AcceptedStartup): readonly FwCfgFile[] {
  const directory = fwCfgDirectory(startup);
  const content = contents(startup);
  const tablesKey = directory.find(({ name }) => name === 'etc/acpi/tables')?.key ?? 0;
  return [
    ...directory.map((entry) => ({ ...entry, fields: [], rowBytes: 16, ...content.get(entry.name) })),
    ...acpiTables(startup).map((table) => ({ ...table, key: tablesKey })),
  ];
}
