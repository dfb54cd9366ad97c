/** What running machines said of themselves, and what becomes of it: it is read, and held against a plan. */
import { checkCapture } from '../../core/capture/check';
import { checkText } from '../../core/capture/check-text';
import type { Importer } from '../../core/codecs/format';
import { importText } from '../../core/codecs/importers';
import { computePlan } from '../../core/plan/compute';
import type { Plan } from '../../core/plan/plan';

const FILES: Readonly<Record<string, string>> = import.meta.glob('../../fixtures/captures/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Recorded outputs whose name has a part. */
export const recorded = (part: string): readonly string[] =>
  Object.entries(FILES).flatMap(([name, content]) => (name.includes(part) ? [content] : []));

let plan: Plan | undefined;

/** The plan of the machine that was recorded. */
function recordedPlan(): Plan {
  if (plan !== undefined) return plan;
  const read = importText(recorded('.cmd')[0] ?? '');
  if (!read.ok) throw new Error(read.error.message);
  plan = computePlan(read.value.document, 0);
  return plan;
}

/** Reads, and checks what was read. */
export function readAndCheck(importer: Importer, source: string | Uint8Array): unknown {
  const read = typeof source === 'string' ? importer.read(source) : importer.binary?.read(source);
  const capture = read?.ok === true ? read.value.capture : undefined;
  return capture === undefined ? read : checkText(capture, checkCapture(recordedPlan(), capture));
}
