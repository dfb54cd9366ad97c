/**
 * Kernel parameters that make memory soft reserved where no firmware says so: `memmap=SIZE%START+0xefffffff` (Linux
 * arch/x86/kernel/e820.c, parse_memmap_one; form as in commit bc62f5b308cb). Without a type to convert from, the range is added, and of
 * entries that overlap the kernel keeps the highest type: it holds for memory that firmware calls usable, and for memory that it
 * does not name at all.
 */
import { SOFT_RESERVED } from '../../base/e820';
import { range, size, type Range } from '../../base/range';
import { err, ok, type Result } from '../../base/result';
import { deviceKinds } from '../../devices/index';
import { defaultDialect } from '../../dialects/index';
import type { LayoutDocument } from '../../document/schema';
import { computePlan } from '../../plan/compute';
import type { Plan } from '../../plan/plan';
import { commandLine } from '../command-line-writer';
import type { Exporter, FormatError } from '../format';
import { addressText, sizeText } from '../option-text';
import { shellText } from '../shell-text';
import { doesNotStart } from './refusals';

/** `memmap=4G%4G+0xefffffff`: sizes with the kernel's suffixes, starts as the log prints them. */
export const memmapParameters = (ranges: readonly Range[]): string =>
  ranges
    .map((each) => `memmap=${sizeText(size(each))}%${addressText(each.start)}+${addressText(SOFT_RESERVED)}`)
    .join(' ');

export const softReservedRanges = (plan: Plan): readonly Range[] =>
  (plan.snapshots[0]?.tables?.e820 ?? [])
    .filter(({ type, range: { start, end } }) => type === SOFT_RESERVED && end > start)
    .map(({ range }) => range);

export interface WithoutSpm {
  readonly document: LayoutDocument;
  /** Where the memory lies that was soft reserved, by address. */
  readonly ranges: readonly Range[];
}

/**
 * The same machine for a QEMU without soft-reserved memory: the backends of such devices become the boot memory of their nodes, and
 * marks of nodes and backends go. Refused where a node has boot memory of its own already, since it has one backend.
 */
export function withoutSpm(document: LayoutDocument): Result<WithoutSpm, string> {
  const marked = document.backends.filter(({ hmem }) => hmem === true).map(({ id }) => id);
  const changed = new Set(
    document.nodes.flatMap(({ id, mark, memdev }) => (mark === 'spm' || marked.includes(memdev ?? '') ? [id] : [])),
  );
  const nodes = document.nodes.map(({ mark: _mark, ...node }) => node);
  const backends = document.backends.map(({ hmem: _hmem, ...backend }) => backend);
  const kept = document.devices.filter(({ kind }) => deviceKinds.find(kind)?.e820Type !== SOFT_RESERVED);
  let added = 0;
  for (const device of document.devices) {
    if (device.kind === 'other' || kept.includes(device)) continue;
    const wanted = 'node' in device ? (device.node ?? 0) : 0;
    const at = nodes.findIndex(({ id }) => id === wanted);
    const node = nodes[at];
    const backend = backends.find(({ id }) => id === device.memdev);
    if (node === undefined || backend === undefined) return err(`there is no node ${wanted} that could have it`);
    if (node.memdev !== undefined) return err(`node ${wanted} has memory of another backend already`);
    nodes[at] = { ...node, memdev: backend.id };
    changed.add(wanted);
    added += backend.size;
  }
  const memory = withMore(document.memory, added);
  const machine = { ...document, dialect: defaultDialect.id, nodes, backends, devices: kept, memory, events: [] };
  const plan = computePlan(machine, 0);
  if (!plan.verdict.starts) return err(`QEMU refuses it: ${plan.verdict.error ?? ''}`);
  const ranges = (plan.snapshots[0]?.tables?.srat ?? []).flatMap((entry) => {
    const isOurs = entry.type === 'memory' && changed.has(entry.node) && entry.owner?.startsWith('nodes.') === true;
    return isOurs && entry.size > 0 ? [range(entry.start, entry.start + entry.size)] : [];
  });
  return ok({ document: machine, ranges: ranges.toSorted((a, b) => a.start - b.start) });
}

/** With more boot memory; a window that has no room left beside it goes. */
function withMore(memory: LayoutDocument['memory'], added: number): LayoutDocument['memory'] {
  if (added === 0) return memory;
  const size = (memory.size ?? 0) + added;
  return memory.maxmem !== undefined && memory.maxmem <= size ? { size } : { ...memory, size };
}

const HEAD = `# Kernel parameters for Linux 5.5 and later: that memory becomes soft reserved, whether the firmware calls it
# usable or does not name it.`;

const OTHER = '# The same on a QEMU that has no device for such memory: it is boot memory of the nodes there';

function otherMachine(document: LayoutDocument, planned: string): readonly string[] {
  const other = withoutSpm(document);
  if (!other.ok)
    return ['# On a QEMU that has no device for such memory there is no such machine:', `#   ${other.error}.`];
  const parameters = memmapParameters(other.value.ranges);
  const command = shellText(commandLine(other.value.document), { onePerLine: true });
  return [
    ...(parameters === planned ? [`${OTHER}, at the same addresses.`] : [`${OTHER}, at other addresses:`, parameters]),
    ...command.split('\n').map((line) => `# ${line}`),
  ];
}

export const kernelParameters: Exporter = {
  id: 'memmap',
  title: 'Kernel parameters (memmap=)',
  write(plan, document): ReturnType<Exporter['write']> {
    if (!plan.verdict.starts) return doesNotStart('memory of the guest', plan);
    const ranges = softReservedRanges(plan);
    if (ranges.length === 0) return err(nothingReserved);
    const parameters = memmapParameters(ranges);
    const content = [HEAD, parameters, '', ...otherMachine(document, parameters), ''].join('\n');
    const notes = [
      'Linux before 5.5 does not know the type, and keeps the memory from everybody.',
      'The parameters say nothing of nodes: those are the SRAT’s to tell.',
      'Nothing in them needs quotes for a shell or GRUB; a systemd unit wants %% for %.',
    ];
    return ok({ fileName: 'memmap.txt', mediaType: 'text/plain', content, notes });
  },
};

const nothingReserved: FormatError = {
  code: 'export/no-soft-reserved',
  message: 'There is nothing to imitate: no memory of this layout is soft reserved.',
  works: 'A device of soft-reserved memory, sp-mem.',
};
