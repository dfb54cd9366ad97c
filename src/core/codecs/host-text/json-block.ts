/** JSON in the midst of other text: what `lsmem -J`, `daxctl list` and `cxl list` print. */

/** How a line begins that may be JSON, and that no line of a log is. */
const START = /^[ \t]*(?:\[\s*(?:$|\{|\]\s*$)|\{\s*(?:$|"|\}))/;
const ALLOWED = /[\s\d{}[\],:+\-.eEtrufalsn]/;

export const beginsJson = (line: string): boolean => START.test(line);

export interface JsonEnd {
  /** Behind the last bracket; undefined if this is no JSON. */
  readonly end: number | undefined;
  /** How far was looked. */
  readonly seen: number;
}

/** Where the value that begins at an offset ends: brackets are counted, and what cannot be JSON stops the search. */
export function jsonEnd(text: string, from: number, most: number): JsonEnd {
  const limit = Math.min(text.length, from + most);
  let depth = 0;
  for (let at = from; at < limit; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      at = stringEnd(text, at, limit);
      if (at < 0) return { end: undefined, seen: limit };
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth <= 0) return { end: at + 1, seen: at + 1 };
    } else if (!ALLOWED.test(char)) return { end: undefined, seen: at };
  }
  return { end: undefined, seen: limit };
}

/** The closing quote; below 0 if there is none before the line or the search ends. */
function stringEnd(text: string, from: number, limit: number): number {
  for (let at = from + 1; at < limit; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '"') return at;
    else if (char === '\n') return -1;
  }
  return -1;
}

export type Fields = Readonly<Record<string, unknown>>;
const DEEPEST = 16;
const MOST_OBJECTS = 65_536;

export interface JsonObjects {
  readonly objects: readonly Fields[];
  /** Too deep, or too many, to be what these programs print. */
  readonly cut: boolean;
}

/** All objects of a value, outer ones first. */
export function objectsIn(value: unknown): JsonObjects {
  const objects: Fields[] = [];
  let level: readonly unknown[] = [value];
  let depth = 0;
  for (; level.length > 0 && depth < DEEPEST; depth += 1) {
    const inner: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      if (!Array.isArray(item)) objects.push(item as Fields);
      for (const each of Array.isArray(item) ? (item as readonly unknown[]) : Object.values(item)) {
        if (typeof each === 'object' && each !== null && inner.length < MOST_OBJECTS) inner.push(each);
      }
      if (objects.length >= MOST_OBJECTS) return { objects, cut: true };
    }
    level = inner;
  }
  return { objects, cut: level.length > 0 };
}
