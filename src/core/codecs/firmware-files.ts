/** What firmware reads, byte for byte: fw_cfg files and ACPI tables as QEMU hands them over. */
import { err, ok } from '../base/result';
import type { Exporter } from './format';

interface FirmwareFile {
  readonly id: string;
  readonly title: string;
  /** As the plan names it. */
  readonly name: string;
  readonly fileName: string;
  /** When a machine that starts does not have it. */
  readonly absent: string;
  /** What gives it one. */
  readonly works: string;
}

const firmwareFile = ({ id, title, name, fileName, absent, works }: FirmwareFile): Exporter => ({
  id,
  title,
  write({ snapshots, verdict }) {
    if (!verdict.starts) {
      const message = `There is no ${name}: QEMU does not start with this layout: ${verdict.error ?? ''}`;
      return err({
        code: 'export/does-not-start',
        message,
        works: 'A layout that starts; the verdict says what is in the way.',
      });
    }
    const file = snapshots[0]?.tables?.files.find((each) => each.name === name);
    if (file?.bytes === undefined)
      return err({ code: 'export/no-such-file', message: `There is no ${name}: ${absent}.`, works });
    return ok({ fileName, mediaType: 'application/octet-stream', content: file.bytes.slice() });
  },
});

export const etcE820 = firmwareFile({
  id: 'etc-e820',
  title: 'etc/e820',
  name: 'etc/e820',
  fileName: 'e820.bin',
  absent: 'this machine has none',
  works: 'Any machine type that physmap predicts.',
});

export const etcReservedMemoryEnd = firmwareFile({
  id: 'etc-reserved-memory-end',
  title: 'etc/reserved-memory-end',
  name: 'etc/reserved-memory-end',
  fileName: 'reserved-memory-end.bin',
  absent: 'the machine has neither a device-memory window nor CXL',
  works: 'A maximum memory size above the RAM size, or cxl=on.',
});

export const srat = firmwareFile({
  id: 'srat',
  title: 'SRAT',
  name: 'SRAT',
  fileName: 'srat.bin',
  absent: 'the machine has no NUMA nodes, or no ACPI',
  works: 'A NUMA node, slots or a device-memory window on a machine with ACPI.',
});

export const slit = firmwareFile({
  id: 'slit',
  title: 'SLIT',
  name: 'SLIT',
  fileName: 'slit.bin',
  absent: 'no distance between nodes is given',
  works: 'Distances between the NUMA nodes.',
});

export const hmat = firmwareFile({
  id: 'hmat',
  title: 'HMAT',
  name: 'HMAT',
  fileName: 'hmat.bin',
  absent: 'the machine has hmat=off, or no NUMA nodes',
  works: 'hmat=on and a NUMA node.',
});
