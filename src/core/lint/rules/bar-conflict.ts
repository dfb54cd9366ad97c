import { RESERVED } from '../../base/e820';
import { addr, ADDR_LIMIT } from '../../base/addr';
import { overlaps, type Range } from '../../base/range';
import { formatAddress, formatSize } from '../../base/size-text';
import { nameOfDevice } from '../../document/device-names';
import type { Bar } from '../../document/schema';
import { barSize } from '../../firmware/pci-need';
import type { Diagnostic, Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { MEMORY, MOST_FINDINGS, spanText } from './naming';

interface PlacedBar {
  readonly path: string;
  readonly name: string;
  readonly range: Range;
  readonly size: number;
}

/** Something that has addresses already. */
interface Claim {
  readonly name: string;
  readonly range: Range;
  readonly why: string;
  /** Of the BAR that it is. */
  readonly path?: string;
}

const RESERVED_WHY = 'Nothing may lie in a reserved range: the platform answers there, or nobody does.';

function placedBars({ document }: LintContext): readonly PlacedBar[] {
  return document.devices.flatMap((device, index) =>
    device.kind === 'other'
      ? (device.bars ?? []).flatMap((bar: Bar, number): PlacedBar[] => {
          const size = barSize(bar);
          if (bar.addr === undefined || bar.addr + size > ADDR_LIMIT) return [];
          const range = { start: addr(bar.addr), end: addr(bar.addr + size) };
          const name = `BAR ${number} of ${nameOfDevice(device, index)}`;
          return [{ path: `devices.${index}.bars.${number}`, name, range, size }];
        })
      : [],
  );
}

function claims({ plan }: LintContext, bars: readonly PlacedBar[]): readonly Claim[] {
  const [qemu] = plan.snapshots;
  const reserved = (qemu?.tables?.e820 ?? []).filter(({ type }) => type === RESERVED);
  const memory = (qemu?.spaces.cpu.regions ?? []).filter(({ kind }) => MEMORY.has(kind));
  return [
    ...reserved.map(({ range }) => ({ range, name: 'the reserved range', why: RESERVED_WHY })),
    ...memory.map(({ range, name }) => ({ range, name, why: 'QEMU has memory there, or keeps the addresses for it.' })),
    ...bars.map(({ range, name, path }) => ({ range, name, path, why: 'Two BARs cannot have the same addresses.' })),
  ];
}

/** The lowest place above that is free. */
function placeAbove(bar: PlacedBar, others: readonly Claim[], limit: number): number | undefined {
  let start = Math.ceil(bar.range.start / bar.size) * bar.size;
  for (let tried = 0; tried <= others.length; tried += 1) {
    const end = start + bar.size;
    if (end > limit) return undefined;
    const over = others.find(({ range }) => range.start < end && start < range.end);
    if (over === undefined) return start;
    start = Math.ceil(over.range.end / bar.size) * bar.size;
  }
  return undefined;
}

function finding(bar: PlacedBar, clash: Claim | undefined, fixes: readonly Fix[]): Diagnostic {
  return {
    code: 'pci/bar-conflict',
    severity: 'error',
    what:
      clash === undefined
        ? `${bar.name} cannot begin at ${formatAddress(bar.range.start)}: that is no multiple of its ${formatSize(bar.size)}.`
        : `${bar.name} lies over ${clash.name}${clash.name === 'the reserved range' ? ` ${formatRangeOf(clash.range)}` : ''}.`,
    where: `${bar.name}: ${spanText(bar.range)}${clash === undefined ? '' : `; ${clash.name}: ${spanText(clash.range)}`}.`,
    why:
      clash === undefined
        ? 'A BAR decodes the upper bits of an address, so it begins on a multiple of its size.'
        : clash.why,
    works: 'Another address, or none: then the firmware places it.',
    path: bar.path.replace(/\.\d+$/, ''),
    range: bar.range,
    fixes,
  };
}

const formatRangeOf = (range: Range): string => spanText(range).replace(/ \(.*$/, '');

/** BARs whose given address cannot be theirs. */
export const barConflict: LintRule = {
  id: 'pci/bar-conflict',
  check(context) {
    const bars = placedBars(context);
    if (bars.length === 0) return [];
    const all = claims(context, bars);
    return bars
      .flatMap((bar): Diagnostic[] => {
        const others = all.filter(({ path }) => path !== bar.path);
        const clash = others.find(({ range }) => overlaps(range, bar.range));
        if (clash === undefined && bar.range.start % bar.size === 0) return [];
        const place = placeAbove(bar, others, context.plan.limit);
        const leave: Fix = {
          title: 'Leave the address to firmware',
          edits: [{ op: 'set', path: `${bar.path}.addr`, value: undefined }],
        };
        const move: readonly Fix[] =
          place === undefined
            ? []
            : [
                {
                  title: `Put it at ${formatAddress(place)}`,
                  edits: [{ op: 'set', path: `${bar.path}.addr`, value: place }],
                },
              ];
        return [finding(bar, clash, [...move, leave])];
      })
      .slice(0, MOST_FINDINGS);
  },
};
