import type { Diagnostic, Severity } from '../../core/lint/diagnostic';
import { isOfHost } from '../../core/space/of-host';
import type { ViewScale } from '../../draw/axis-view';
import type { Sign } from './picture/scene';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
/** Signs closer than this become one, in px. */
const APART = 14;

/** Of the guest's ranges, or of the host's: a sign in the middle of each range that has an error or a warning; of those that would touch, one stays, as severe as the worst. */
export function problemSigns(
  diagnostics: readonly Diagnostic[],
  scale: ViewScale,
  side: 'guest' | 'host' = 'guest',
): Sign[] {
  const all = diagnostics
    .flatMap((each): Sign[] => {
      if (each.range === undefined || each.severity === 'info' || isOfHost(each) !== (side === 'host')) return [];
      const y = (scale.toPixel(each.range.start) + scale.toPixel(each.range.end)) / 2;
      return [{ y, severity: each.severity, text: each.what }];
    })
    .sort((a, b) => a.y - b.y);
  const signs: Sign[] = [];
  for (const sign of all) {
    const before = signs.at(-1);
    if (before === undefined || sign.y - before.y >= APART) {
      signs.push(sign);
    } else {
      const worst = RANK[sign.severity] < RANK[before.severity] ? sign : before;
      signs[signs.length - 1] = { ...before, severity: worst.severity, text: `${before.text}; ${sign.text}` };
    }
  }
  return signs;
}
