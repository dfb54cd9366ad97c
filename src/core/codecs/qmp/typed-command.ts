/** A command as it is typed at qmp-shell: its name and `key=value` words (scripts/qmp, qmp_shell.py, _parse_cmd). */
import { parseJson, type JsonObject, type JsonValue } from '../../options/json';

const PROMPT = /^\s*(?:\(QEMU\)|QMP>)\s+([a-z][\w-]{0,80})((?:\s.*)?)$/;
const LONGEST = 16_384;
const MOST_WORDS = 64;

/** Undefined for a line that is none. */
export function typedCommand(line: string): { readonly name: string; readonly given: JsonObject } | undefined {
  if (line.length > LONGEST) return undefined;
  const [, name, rest = ''] = PROMPT.exec(line) ?? [];
  if (name === undefined) return undefined;
  const given = new Map<string, JsonValue>();
  const words = wordsOf(rest);
  if (words.length > MOST_WORDS) return undefined;
  for (const word of words) {
    const at = word.indexOf('=');
    if (at <= 0) return undefined;
    given.set(word.slice(0, at), valueOf(word.slice(at + 1)));
  }
  return { name, given };
}

/** Split at blanks; those inside braces, brackets and quotes end no word. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let [word, depth, quote] = ['', 0, ''];
  for (const char of text) {
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    const isBetween = quote === '' && depth <= 0 && /\s/.test(char);
    if (!isBetween) word += char;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  return word === '' ? words : [...words, word];
}

/** What is JSON is taken for it, `true` in any case; all else is text. */
function valueOf(text: string): JsonValue {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (/^(?:-?\d|[[{"])/.test(text)) {
    const value = parseJson(text);
    if (value.ok) return value.value;
  }
  return /^0x[0-9a-f]{1,16}$/i.test(text) ? BigInt(text) : text.replace(/^'(.*)'$/, '$1');
}
