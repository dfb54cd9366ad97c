/** QEMU's refusals and warnings as findings with their four parts. */
import { addr } from '../base/addr';
import { formatRange, formatSize } from '../base/size-text';
import type { Refusal, Warning } from '../qemu/machine';
import { narrow } from '../stages/narrow';
import { pathOfOption } from '../stages/origin';
import type { StageContext } from '../stages/stage';
import type { Diagnostic } from './diagnostic';
import { explanationOf } from './explanations';

/** Beyond this, further findings repeat the same cause for a user who has not read the first ones. */
const MOST = 50;

function whereOf(context: StageContext, finding: Refusal | Warning): Pick<Diagnostic, 'where' | 'path' | 'range'> {
  const { map, options } = context.startup;
  if (finding.code === 'machine/phys-bits-too-low' && map !== undefined) {
    const range = { start: addr(narrow(map.limit + 1n)), end: addr(narrow(map.maxGuestAddress + 1n)) };
    if (range.start < range.end) {
      return {
        where: `${formatRange(range)}, the last ${formatSize(range.end - range.start)}.`,
        path: 'cpu.physBits',
        range,
      };
    }
  }
  const window = IN_WINDOW.has(finding.code) ? map?.deviceMemory : undefined;
  const path = (finding.option === undefined ? undefined : pathOfOption(context, finding.option)) ?? inputOf(finding);
  const option = finding.option === undefined ? undefined : options[finding.option];
  return {
    where: option === undefined ? 'The layout as a whole.' : `-${option.name} ${option.text}`,
    ...(path === undefined ? {} : { path }),
    ...(window === undefined
      ? {}
      : { range: { start: addr(narrow(window.base)), end: addr(narrow(window.base + window.size)) } }),
  };
}

/** Findings about room in the device-memory window, which is where the map should point. */
const IN_WINDOW: ReadonlySet<string> = new Set([
  'device/fragmented',
  'device/not-enough-space',
  'device/outside-window',
]);

const inputOf = (finding: Refusal | Warning): string | undefined =>
  'inputs' in finding ? finding.inputs[0] : undefined;

function found(
  context: StageContext,
  finding: Refusal | Warning,
  severity: 'error' | 'warning',
  isFirst: boolean,
): Diagnostic {
  const explanation = explanationOf(finding.code, severity);
  const later = severity === 'error' && !isFirst;
  return {
    code: finding.code,
    severity,
    what: later ? `Behind the first refusal: ${explanation.what}` : explanation.what,
    why: explanation.why,
    works: explanation.works,
    ...(explanation.alternatives === undefined ? {} : { alternatives: explanation.alternatives }),
    qemu: finding.text,
    ...whereOf(context, finding),
  };
}

const MARKING = 'marking/warned';

/** What QEMU prints, first refusal first; further refusals are those that would come next once the first is mended. */
export function qemuFindings(context: StageContext): Diagnostic[] {
  const { refusals, warnings } = context.startup;
  return [
    ...refusals.slice(0, MOST).map((refusal, index) => found(context, refusal, 'error', index === 0)),
    // What a patch says of its marks is told by the rules about them, with what was meant.
    ...warnings
      .filter(({ code }) => code !== MARKING)
      .slice(0, MOST)
      .map((warning) => found(context, warning, 'warning', false)),
  ];
}
