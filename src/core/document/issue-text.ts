/** Turns what the schema complains about into field errors that a person can act on. */
import type * as z from 'zod/mini';
import type { FieldError } from './field-errors';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** At most this many are reported; a wrong list of thousands needs no more to be understood. */
const MOST_ERRORS = 50;

export function fieldErrors(issues: readonly Issue[], input: unknown): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const issue of issues) {
    if (errors.length >= MOST_ERRORS) break;
    errors.push(...explain(issue, [], input));
  }
  return errors.slice(0, MOST_ERRORS);
}

function explain(issue: Issue, above: Path, input: unknown): readonly FieldError[] {
  const path = [...above, ...issue.path];
  const found = reach(input, path);
  const at = dotted(path);
  switch (issue.code) {
    case 'invalid_union': {
      const branch = closestBranch(issue.errors);
      if (branch === undefined) return [{ path: at, message: `${shown(found)} is none of the kinds known here.` }];
      return branch.flatMap((inner) => explain(inner, path, input));
    }
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: dotted([...path, key]),
        message: `There is no field ${shown(key)} here.`,
      }));
    case 'invalid_type':
      return [{ path: at, message: wrongType(issue.expected, found) }];
    case 'invalid_value':
      return [{ path: at, message: `${choices(issue.values)} is expected here, not ${shown(found)}.` }];
    case 'too_small':
      return [
        { path: at, message: `${shown(found)} is too small: ${limit('at least', issue.minimum, issue.origin)}.` },
      ];
    case 'too_big':
      return [{ path: at, message: `${shown(found)} is too large: ${limit('at most', issue.maximum, issue.origin)}.` }];
    case 'invalid_format':
      return [
        {
          path: at,
          message: `${shown(found)} is no identifier: identifiers consist of letters, digits, '-', '.', '_', starting with a letter.`,
        },
      ];
    default:
      return [{ path: at, message: `${shown(found)} cannot stand here.` }];
  }
}

/** The alternative that the value was meant to be: the one whose `kind` fits, so the one that got furthest into the value. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const aboutKind = (issue: Issue): boolean =>
    issue.code === 'invalid_union' || (issue.code === 'invalid_value' && issue.path.at(-1) === 'kind');
  return branches.find((branch) => branch.length > 0 && !branch.some(aboutKind));
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'Text',
  number: 'A number',
  int: 'A whole number',
  boolean: 'true or false',
  array: 'A list',
  object: 'An object',
  record: 'An object',
};

function wrongType(expected: string, found: unknown): string {
  const noun = NOUNS[expected] ?? expected;
  return found === undefined ? `${noun} is required here.` : `${noun} is expected here, not ${shown(found)}.`;
}

function limit(bound: string, value: number | bigint, origin: string): string {
  if (origin === 'array') return `${bound} ${value} items`;
  return origin === 'string' ? `${bound} ${value} characters` : `${bound} ${value}`;
}

function choices(values: readonly unknown[]): string {
  const texts = values.map(String);
  return texts.length === 1 ? `${texts[0]}` : `One of ${texts.join(', ')}`;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return value === undefined ? 'nothing' : String(value);
}

function reach(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

const dotted = (path: Path): string => path.map(String).join('.');
