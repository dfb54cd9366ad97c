/** Where the host's memory table is wrong: a bracket around the bytes at every scale, and a sign beside it. */
import type { Range } from '../../../core/base/range';
import type { Diagnostic } from '../../../core/lint/diagnostic';
import { isOfHost } from '../../../core/space/of-host';
import type { Span } from '../../../draw/columns';
import type { Pen, RectStyle } from '../../../draw/pen';
import type { ViewScale } from '../../../draw/view-scale';
import type { Sign } from '../picture/scene';
import { drawSeverity } from '../picture/signs';
import { problemSigns } from '../problem-signs';

export interface HostProblem {
  readonly range: Range;
  readonly severity: 'error' | 'warning';
  /** What is wrong, one sentence. */
  readonly text: string;
}

/** A problem is never smaller, in px. */
const LEAST = 9;
/** From here on the bracket goes around the range, in px; below it would cross the words in it. */
const FRAMED = 22;
const BAR = 3;
const AWAY = 1;
const SIGN_AT = 14;
/** Around a sign, in px. */
const REACH = 8;
const STYLES: Readonly<Record<HostProblem['severity'], RectStyle>> = {
  error: { fill: 'bad' },
  warning: { fill: 'warn', stroke: 'warn-mark', strokeWidth: 0.5 },
};

/** Of what is wrong, what has bytes of the host, errors last so that they lie above. */
export const hostProblems = (diagnostics: readonly Diagnostic[]): readonly HostProblem[] =>
  diagnostics
    .flatMap(({ path, range, severity, what: text }): HostProblem[] =>
      path === undefined || range === undefined || severity === 'info' || !isOfHost({ path })
        ? []
        : [{ range, severity, text }],
    )
    .sort((a, b) => Number(a.severity === 'error') - Number(b.severity === 'error'));

export const hostSigns = (diagnostics: readonly Diagnostic[], scale: ViewScale): readonly Sign[] =>
  problemSigns(diagnostics, scale, 'host');

/** From where to where the bracket goes, in px. */
function extent({ range }: HostProblem, scale: ViewScale): { readonly top: number; readonly bottom: number } {
  const top = scale.toPixel(range.start);
  const bottom = scale.toPixel(range.end);
  const lack = Math.max(0, LEAST - (bottom - top)) / 2;
  return { top: top - lack, bottom: bottom + lack };
}

export function drawHostProblems(
  pen: Pen,
  { problems, signs, scale }: { problems: readonly HostProblem[]; signs: readonly Sign[]; scale: ViewScale },
  { left, width }: Span,
  { width: room, height }: { readonly width: number; readonly height: number },
): void {
  for (const problem of problems) {
    const { top, bottom } = extent(problem, scale);
    if (bottom < 0 || top > height) continue;
    const style = STYLES[problem.severity];
    for (const x of [left - AWAY - BAR, left + width + AWAY]) pen.rect(x, top, BAR, bottom - top, style);
    if (bottom - top < FRAMED) continue;
    for (const y of [top - 1, bottom - 1]) pen.rect(left - AWAY - BAR, y, width + 2 * (AWAY + BAR), 2, style);
  }
  // A lane that stands alone reaches to the edge of the picture.
  const x = Math.min(left + width + SIGN_AT, room - REACH);
  for (const { y, severity } of signs) {
    if (y >= -REACH && y <= height + REACH) drawSeverity(pen, severity, x, y);
  }
}

/** What is wrong where somebody points: at a sign, or at the bracket beside it. */
export function problemsAt(
  { problems, signs, scale }: { problems: readonly HostProblem[]; signs: readonly Sign[]; scale: ViewScale },
  { left, width }: Span,
  x: number,
  y: number,
): readonly string[] {
  if (x < left + width || x > left + width + SIGN_AT + REACH) return [];
  const near = signs.find((sign) => Math.abs(sign.y - y) <= REACH);
  if (near !== undefined) return near.text.split('; ');
  return problems.flatMap((problem) => {
    const { top, bottom } = extent(problem, scale);
    return x <= left + width + REACH && y >= top && y <= bottom ? [problem.text] : [];
  });
}
