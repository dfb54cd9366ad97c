/** QEMU's refusal in one sentence with its numbers, beside QEMU's own words. */
import { overlaps, range, size as sizeOf } from '../core/base/range';
import { formatAddress, formatRange, formatSize } from '../core/base/size-text';
import type { LayoutDocument } from '../core/document/schema';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { Plan } from '../core/plan/plan';
import { refusedDevice, type RefusedDevice } from './refused-device';

/** The finding behind the verdict: the one in QEMU's words. */
export const refusalOf = ({ verdict, diagnostics }: Plan): Diagnostic | undefined =>
  diagnostics.find(({ severity, qemu }) => severity === 'error' && qemu === verdict.error) ??
  diagnostics.find(({ severity }) => severity === 'error');

/** What the CPU's bits do not hold. */
function tooFewBits({ verdict, limit }: Plan): string | undefined {
  const end = verdict.sum.at(-1)?.end ?? 0;
  if (end <= limit) return undefined;
  return `The layout ends at ${formatSize(end)}. A CPU with ${verdict.bitsAvailable ?? '?'} address bits ends at ${formatSize(limit)}.`;
}

type Sentence = (
  plan: Plan,
  window: NonNullable<Plan['window']>,
  device: RefusedDevice,
  finding: Diagnostic,
) => string | undefined;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  'device/not-enough-space': (_plan, { budget, used }, { size }) =>
    `The memory devices need ${formatSize(used + size)} together, and maxmem leaves ${formatSize(budget)} for them.`,
  'device/fragmented': ({ snapshots }, { range: window }, { name, size }) => {
    const free = (snapshots[0]?.spaces.cpu.regions ?? [])
      .filter((region) => region.kind === 'device-memory-window' && overlaps(region.range, window))
      .map((region) => sizeOf(region.range));
    const sum = free.reduce((all, each) => all + each, 0);
    return `${name} needs ${formatSize(size)} in one piece. ${formatSize(sum)} of the window is free, at most ${formatSize(Math.max(0, ...free))} in one piece.`;
  },
  'device/address-conflict': ({ snapshots }, _window, { name, asked, size }) => {
    if (asked === undefined) return undefined;
    const wanted = range(asked, asked + size);
    const other = snapshots[0]?.spaces.cpu.regions.find(
      (region) => region.owner?.startsWith('devices.') === true && overlaps(region.range, wanted),
    );
    return other === undefined
      ? undefined
      : `${name} would lie at ${formatRange(wanted)}, and ${other.name} lies at ${formatRange(other.range)}.`;
  },
  'device/address-unaligned': (_plan, _window, { asked }, { qemu = '' }) => {
    const step = Number(/aligned to (0x[0-9a-f]+)/.exec(qemu)?.[1] ?? 0);
    return asked === undefined || !(step > 0)
      ? undefined
      : `${formatAddress(asked)} lies ${formatSize(asked % step)} past a multiple of ${formatSize(step)}.`;
  },
  'device/outside-window': (_plan, { range: window }, { name, asked, size }) =>
    asked === undefined
      ? undefined
      : `${name} would lie at ${formatRange(range(asked, asked + size))}, and the window is ${formatRange(window)}.`,
};

/** Undefined where nothing is refused. */
export function refusalSentence(plan: Plan, document: LayoutDocument): string | undefined {
  const finding = refusalOf(plan);
  if (finding === undefined) return undefined;
  if (finding.code === 'machine/phys-bits-too-low') return tooFewBits(plan) ?? finding.what;
  const device = refusedDevice(document, finding.path);
  return device === undefined || plan.window === undefined
    ? finding.what
    : (SENTENCES[finding.code]?.(plan, plan.window, device, finding) ?? finding.what);
}
