/** Every format of the planner, as the export dialog offers it. The ids are those of the planner's exporters; exports.test.ts holds both tables together. */
import { SOFT_RESERVED } from '../../core/base/e820';
import type { ExportContext } from '../../core/codecs/format';
import type { Plan } from '../../core/plan/plan';

export interface ExportFormat {
  readonly id: string;
  readonly title: string;
  /** What it is and for whom, one line. */
  readonly note: string;
  /** The name of its file; that of a file named after the layout with `…` for the name. */
  readonly fileName: string;
  /** The file of the plan that it writes. */
  readonly file?: string;
  /** What must be there for it to say anything. */
  readonly of?: 'host' | 'steps' | 'start' | 'guest' | 'spm';
  /** Made by the page before it can be written. */
  readonly needs?: readonly (keyof ExportContext)[];
}

export interface ExportGroup {
  readonly id: string;
  readonly title: string;
  readonly formats: readonly ExportFormat[];
}

export const exportGroups: readonly ExportGroup[] = [
  {
    id: 'layout',
    title: 'Layout',
    formats: [
      {
        id: 'layout-json',
        title: 'Layout',
        note: 'All that the page knows; opens again as the same layout',
        fileName: '….json',
      },
    ],
  },
  {
    id: 'files',
    title: 'What firmware reads',
    formats: [
      {
        id: 'etc-e820',
        title: 'etc/e820',
        note: 'The guest’s memory table, byte for byte',
        fileName: 'e820.bin',
        file: 'etc/e820',
      },
      {
        id: 'etc-reserved-memory-end',
        title: 'etc/reserved-memory-end',
        note: 'Where free address space begins',
        fileName: 'reserved-memory-end.bin',
        file: 'etc/reserved-memory-end',
      },
      {
        id: 'srat',
        title: 'SRAT',
        note: 'ACPI table: which node memory belongs to',
        fileName: 'srat.bin',
        file: 'SRAT',
      },
      { id: 'slit', title: 'SLIT', note: 'ACPI table: distances between nodes', fileName: 'slit.bin', file: 'SLIT' },
      { id: 'hmat', title: 'HMAT', note: 'ACPI table: latency and bandwidth', fileName: 'hmat.bin', file: 'HMAT' },
      {
        id: 'all-files',
        title: 'All files (zip)',
        note: 'These and the command line, with a manifest of sizes and SHA-256',
        fileName: '….zip',
        of: 'start',
      },
      {
        id: 'fw-cfg',
        title: 'fw_cfg arguments',
        note: 'Options that give a QEMU the files, and what it refuses',
        fileName: 'fw-cfg.txt',
        of: 'start',
      },
    ],
  },
  {
    id: 'table',
    title: 'The guest’s table as text',
    formats: [
      {
        id: 'e820-dmesg',
        title: 'etc/e820 as dmesg lines',
        note: 'The file in the words of the chosen kernel',
        fileName: 'e820.txt',
        of: 'start',
      },
      {
        id: 'linux-e820',
        title: 'Memory table in the guest’s log',
        note: 'What dmesg prints there, after firmware and kernel parameters',
        fileName: 'guest-e820.txt',
        of: 'guest',
      },
      {
        id: 'e820-c',
        title: 'etc/e820 as C array',
        note: 'struct e820_entry with a comment on every entry',
        fileName: 'e820.h',
        of: 'start',
      },
      {
        id: 'e820-csv',
        title: 'etc/e820 as CSV',
        note: 'For sheets: start, end, size, type, node, cause',
        fileName: 'e820.csv',
        of: 'start',
      },
      {
        id: 'e820-json',
        title: 'etc/e820 as JSON',
        note: 'For programs; addresses as hexadecimal text',
        fileName: 'e820.json',
        of: 'start',
      },
    ],
  },
  {
    id: 'machine',
    title: 'To start the machine',
    formats: [
      {
        id: 'command-line',
        title: 'QEMU command line',
        note: 'For a POSIX shell, one option a line',
        fileName: 'qemu.sh',
      },
      {
        id: 'command-line-one',
        title: 'QEMU command line in one line',
        note: 'For tickets and scripts',
        fileName: 'qemu-line.sh',
      },
      {
        id: 'qemu-config',
        title: 'QEMU configuration file',
        note: 'For -readconfig; its head says what must stand beside it',
        fileName: 'qemu.cfg',
      },
      {
        id: 'qmp-start',
        title: 'Start with QMP',
        note: 'Paused, devices by object-add and device_add, then cont',
        fileName: 'start.sh',
        of: 'start',
      },
      {
        id: 'libvirt-xml',
        title: 'libvirt domain XML',
        note: 'For virsh define; says what libvirt has no model for',
        fileName: 'domain.xml',
      },
      {
        id: 'memmap',
        title: 'Kernel parameters (memmap=)',
        note: 'Soft-reserved memory for machines without it',
        fileName: 'memmap.txt',
        of: 'spm',
      },
      {
        id: 'check-plan',
        title: 'Check against a real QEMU',
        note: 'Python: starts yours, prints the first byte that differs',
        fileName: 'check-plan.py',
      },
    ],
  },
  {
    id: 'run',
    title: 'Steps at run time',
    formats: [
      {
        id: 'qmp-script',
        title: 'Steps as QMP',
        note: 'JSON lines, as socat takes them',
        fileName: 'steps.qmp',
        of: 'steps',
      },
      {
        id: 'qmp-runner',
        title: 'Steps as a program',
        note: 'Python: starts QEMU, carries the steps out, compares',
        fileName: 'steps.py',
        of: 'steps',
      },
    ],
  },
  {
    id: 'host',
    title: 'The host',
    formats: [
      {
        id: 'host-e820',
        title: 'Host E820, bytes',
        note: 'The host’s table in the form of etc/e820',
        fileName: 'host-e820.bin',
        of: 'host',
      },
      {
        id: 'host-e820-text',
        title: 'Host E820, boot log',
        note: 'BIOS-e820 lines, as its kernel printed them',
        fileName: 'host-e820.txt',
        of: 'host',
      },
      {
        id: 'host-e820-json',
        title: 'Host E820, JSON',
        note: 'Entries, and the guest memory that each backs',
        fileName: 'host-e820.json',
        of: 'host',
      },
    ],
  },
  {
    id: 'show',
    title: 'To show',
    formats: [
      {
        id: 'svg',
        title: 'Picture (SVG)',
        note: 'The address map; opens again as the same layout',
        fileName: '….svg',
        needs: ['picture'],
      },
      {
        id: 'png',
        title: 'Picture (PNG)',
        note: 'The address map; opens again as the same layout',
        fileName: '….png',
        needs: ['raster'],
      },
      {
        id: 'report-html',
        title: 'Report (HTML)',
        note: 'Map, tables and checksums in one file; prints well, opens again',
        fileName: '…-report.html',
        needs: ['picture', 'link', 'comparedWith'],
      },
      {
        id: 'report-md',
        title: 'Report (Markdown)',
        note: 'The same without the map, for a merge request or a wiki',
        fileName: '…-report.md',
        needs: ['link', 'comparedWith'],
      },
    ],
  },
];

export const exportFormats: readonly ExportFormat[] = exportGroups.flatMap(({ formats }) => formats);

/** Why a format has nothing to say of a plan; absent where it has. The exporter itself says it in full. */
export function missing({ file, of }: ExportFormat, plan: Plan | undefined, steps: number): string | undefined {
  if (plan === undefined) return undefined;
  if (of === 'host') return (plan.host?.e820.length ?? 0) > 0 ? undefined : 'no host';
  if (of === 'steps' && steps === 0) return 'no steps';
  if ((file !== undefined || of !== undefined) && !plan.verdict.starts) return 'does not start';
  if (of === 'guest' && plan.linux === undefined) return 'unknown firmware';
  const entries = plan.snapshots[0]?.tables?.e820 ?? [];
  if (of === 'spm' && !entries.some(({ type }) => type === SOFT_RESERVED)) return 'nothing soft reserved';
  const files = plan.snapshots[0]?.tables?.files ?? [];
  if (file !== undefined && !files.some(({ name, bytes }) => name === file && bytes !== undefined))
    return 'not on this machine';
  return undefined;
}

/** Those in whose title, note or file name all words of a search are. */
export function searchFormats(text: string): readonly ExportGroup[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return exportGroups.flatMap((group) => {
    const formats = group.formats.filter(({ id, title, note, fileName }) => {
      const all = `${id} ${title} ${note} ${fileName} ${group.title}`.toLowerCase();
      return words.every((word) => all.includes(word));
    });
    return formats.length === 0 ? [] : [{ ...group, formats }];
  });
}
