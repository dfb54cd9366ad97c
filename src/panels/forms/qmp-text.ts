/** A QMP command as one types it. Text that is none stays in its field, with where it stops being one. */
import { err, ok, type Result } from '../../core/base/result';

const WORKS = 'What works: {"execute": "query-memory-devices"}.';

/** Characters of the text that an error quotes. */
const QUOTED = 12;

export function readQmp(text: string): Result<unknown, string> {
  let command: unknown;
  try {
    command = JSON.parse(text);
  } catch {
    return err(`${notJson(text)} ${WORKS}`);
  }
  if (typeof command !== 'object' || command === null || Array.isArray(command)) {
    return err(`A QMP command is an object. ${WORKS}`);
  }
  return 'execute' in command && typeof command.execute === 'string'
    ? ok(text.trim())
    : err(`The command names nothing to execute. ${WORKS}`);
}

function notJson(text: string): string {
  const at = firstWrong(text);
  const rest = text.slice(at, at + QUOTED).trim();
  return rest === ''
    ? 'This is no JSON: it ends too early.'
    : `This is no JSON: character ${at + 1} cannot be “${rest}”.`;
}

const SPACE = /\s*/y;
const SCALAR =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null/iuy;

/** Where a text stops being JSON; its length if it only ends too early. Engines say it in words of their own, or not at all. */
function firstWrong(text: string): number {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const open: ('}' | ']')[] = [];
  let wants: 'value' | 'key' | 'colon' | 'next' = 'value';
  for (;;) {
    take(SPACE);
    const char = text[at];
    if (char === undefined) return text.length;
    const closes = char === open.at(-1);
    if (wants === 'value' && (char === '{' || char === '[')) {
      open.push(char === '{' ? '}' : ']');
      wants = char === '{' ? 'key' : 'value';
      at += 1;
    } else if (closes && wants !== 'colon' && (wants === 'next' || isEmpty(text, at))) {
      open.pop();
      wants = 'next';
      at += 1;
    } else if (wants === 'next' && char === ',' && open.length > 0) {
      wants = open.at(-1) === '}' ? 'key' : 'value';
      at += 1;
    } else if (wants === 'colon' && char === ':') {
      wants = 'value';
      at += 1;
    } else if ((wants === 'value' || (wants === 'key' && char === '"')) && take(SCALAR) !== undefined) {
      wants = wants === 'key' ? 'colon' : 'next';
    } else return at;
  }
}

/** Whether the bracket before this place has nothing in it. */
const isEmpty = (text: string, at: number): boolean => /[[{]\s*$/.test(text.slice(0, at));
