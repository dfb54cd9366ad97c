/** The kernel's view as the lines that it prints. */
import type { Range } from '../../core/base/range';
import type { Kernel } from '../../core/boot/kernel';
import type { IomemLine, LinuxEntry, LinuxView } from '../../core/linux/view';

const span = ({ start, end }: Range, digits: number): string => {
  const hex = (value: number) => `0x${value.toString(16).padStart(digits, '0')}`;
  return `[mem ${hex(start)}-${hex(end - 1)}]`;
};

/** A table under a tag, `BIOS-e820` or `user`; since 7.0 with a line for each gap before an entry. */
function tableLines(tag: string, entries: readonly LinuxEntry[], wording: Kernel['wording']): readonly string[] {
  const lines: string[] = [];
  let end = 0;
  const isNew = wording === 'since-7.0';
  for (const { range, words } of entries) {
    if (isNew && range.start > end) {
      const gap = { start: end, end: range.start } as Range;
      lines.push(`${tag}: ${span(gap, 16).replace('[mem', '[gap')}`);
    }
    lines.push(`${tag}: ${span(range, 16)}${isNew ? '  ' : ' '}${words}`);
    end = Math.max(end, range.end);
  }
  return lines;
}

/** As `dmesg` has them, in order, without the time: tables, edits, the end of RAM, the gap for PCI, RAM buffers, the SRAT. */
export function logLines(linux: LinuxView, wording: Kernel['wording']): readonly string[] {
  const { bios, user, edits, lastPfn, pciGap, ramBuffers, srat, earlyNodeRanges } = linux;
  const isNew = wording === 'since-7.0';
  return [
    'BIOS-provided physical RAM map:',
    ...tableLines('BIOS-e820', bios, wording),
    ...(user === undefined ? [] : ['user-defined physical RAM map:', ...tableLines('user', user, wording)]),
    ...edits,
    ...lastPfn.map((pfn) => `last_pfn = ${pfn} max_arch_pfn = 0x400000000`),
    ...srat,
    ...earlyNodeRanges,
    ...(pciGap === undefined
      ? []
      : [`${span(pciGap, 8).replace('[mem', isNew ? '[gap' : '[mem')} available for PCI devices`]),
    ...ramBuffers.map(
      (buffer) => `e820: ${isNew ? 'register RAM buffer resource' : 'reserve RAM buffer'} ${span(buffer, 8)}`,
    ),
  ];
}

const PHASES: readonly IomemLine['since'][] = ['boot', 'dax', 'kmem'];

/** The lines of `/proc/iomem` that are there at a moment. */
export const iomemAt = (lines: readonly IomemLine[], moment: IomemLine['since']): readonly IomemLine[] =>
  lines.filter(({ since }) => PHASES.indexOf(since) <= PHASES.indexOf(moment));

/** As the file has it: two blanks a level, at least eight digits, no `0x`. */
export const iomemText = ({ range, name, depth }: IomemLine): string => {
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  return `${'  '.repeat(depth)}${hex(range.start)}-${hex(range.end - 1)} : ${name}`;
};
