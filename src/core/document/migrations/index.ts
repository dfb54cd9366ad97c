/**
 * Lifts documents of older formats to the current one. Each step is a file `to-N.ts` that raises the format by one; the table has
 * no gaps, and a step never changes once it is released, since links and files made before it rely on it.
 */
import { err, ok, type Result } from '../../base/result';
import type { FieldErrors } from '../field-errors';
import { FORMAT } from '../schema';
import { to2 } from './to-2';
import { to3 } from './to-3';
import { to4 } from './to-4';
import { to5 } from './to-5';
import { to6 } from './to-6';

type Fields = Readonly<Record<string, unknown>>;

export interface Migration {
  /** The format that it lifts to, from the one before. */
  readonly to: number;
  /** Pure. Its input is what the older format's schema accepted, or anything that claims to be that. */
  up(document: Fields): Fields;
}

export const migrations: readonly Migration[] = [to2, to3, to4, to5, to6];

/**
 * The same layout in the newest format, not yet judged by its schema. A document that was made by a newer version is told apart by
 * the code `too-new`.
 */
export function migrate(
  value: unknown,
  steps: readonly Migration[] = migrations,
  newest: number = FORMAT,
): Result<Fields, FieldErrors> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return err([{ path: '', message: 'A layout is a JSON object; this is none.' }]);
  }
  const fields = value as Fields;
  const { format } = fields;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) {
    return err([
      { path: 'format', message: `A layout says its format, a whole number from 1 to ${newest}; this one does not.` },
    ]);
  }
  if (format > newest) {
    return err([
      {
        path: 'format',
        message: `This layout has format ${format}, made by a newer version of physmap; this version reads formats 1 to ${newest}.`,
        code: 'too-new',
      },
    ]);
  }
  const due = steps.filter((step) => step.to > format);
  return ok(due.reduce((document, step) => ({ ...step.up(document), format: step.to }), fields));
}
