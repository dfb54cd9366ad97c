/** What firmware reads, byte for byte: fw_cfg files and ACPI tables as QEMU hands them over. */
import { err, ok } from '../base/result';
import type { FwCfgFile, Plan } from '../plan/plan';
import { doesNotStart } from './exports/refusals';
import type { Exporter } from './format';

interface FirmwareFile {
  readonly id: string;
  /** As the plan names it. */
  readonly name: string;
  readonly fileName: string;
  /** When a machine that starts does not have it. */
  readonly absent: string;
  /** What gives it one. */
  readonly works: string;
}

/** In the order of menus. */
const FILES = {
  etcE820: {
    id: 'etc-e820',
    name: 'etc/e820',
    fileName: 'e820.bin',
    absent: 'this machine has none',
    works: 'Any machine type that physmap predicts.',
  },
  etcReservedMemoryEnd: {
    id: 'etc-reserved-memory-end',
    name: 'etc/reserved-memory-end',
    fileName: 'reserved-memory-end.bin',
    absent: 'the machine has neither a device-memory window nor CXL',
    works: 'A maximum memory size above the RAM size, or cxl=on.',
  },
  srat: {
    id: 'srat',
    name: 'SRAT',
    fileName: 'srat.bin',
    absent: 'the machine has no NUMA nodes, or no ACPI',
    works: 'A NUMA node, slots or a device-memory window on a machine with ACPI.',
  },
  slit: {
    id: 'slit',
    name: 'SLIT',
    fileName: 'slit.bin',
    absent: 'no distance between nodes is given',
    works: 'Distances between the NUMA nodes.',
  },
  hmat: {
    id: 'hmat',
    name: 'HMAT',
    fileName: 'hmat.bin',
    absent: 'the machine has hmat=off, or no NUMA nodes',
    works: 'hmat=on and a NUMA node.',
  },
} as const satisfies Readonly<Record<string, FirmwareFile>>;

const inPlan = ({ snapshots, verdict }: Plan, name: string): FwCfgFile | undefined =>
  verdict.starts ? snapshots[0]?.tables?.files.find((each) => each.name === name) : undefined;

/** A file of the plan, with its bytes and the name that it is saved under. */
export interface FoundFile {
  /** `etc/e820`, `SRAT`. */
  readonly name: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly fields: FwCfgFile['fields'];
}

/** Those that the machine has, in the order of menus; none where it does not start. */
export const firmwareFiles = (plan: Plan): readonly FoundFile[] =>
  Object.values(FILES).flatMap(({ name, fileName }) => {
    const file = inPlan(plan, name);
    return file?.bytes === undefined ? [] : [{ name, fileName, bytes: file.bytes, fields: file.fields }];
  });

const firmwareFile = ({ id, name, fileName, absent, works }: FirmwareFile): Exporter => ({
  id,
  title: name,
  write(plan) {
    if (!plan.verdict.starts) return doesNotStart(name, plan);
    const bytes = inPlan(plan, name)?.bytes;
    if (bytes === undefined)
      return err({ code: 'export/no-such-file', message: `There is no ${name}: ${absent}.`, works });
    return ok({ fileName, mediaType: 'application/octet-stream', content: bytes.slice() });
  },
});

export const etcE820 = firmwareFile(FILES.etcE820);
export const etcReservedMemoryEnd = firmwareFile(FILES.etcReservedMemoryEnd);
export const srat = firmwareFile(FILES.srat);
export const slit = firmwareFile(FILES.slit);
export const hmat = firmwareFile(FILES.hmat);
