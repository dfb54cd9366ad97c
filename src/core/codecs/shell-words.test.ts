import fc from 'fast-check';
import { join, split } from 'shlex';
import { describe, expect, test } from 'vitest';
import { placeOf } from './text-place';
import { sourceOffset } from './shell-word';
import { splitShellWords } from './shell-words';

const words = (text: string): readonly string[] => {
  const read = splitShellWords(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.words.map((word) => word.text);
};
const notes = (text: string): readonly string[] => {
  const read = splitShellWords(text);
  return read.ok ? read.value.notes.map(({ message }) => message) : [];
};

describe('words', () => {
  test.each([
    ['a  b\tc\nd', ['a', 'b', 'c', 'd']],
    ['a\\\n b \\\r\n c', ['a', 'b', 'c']],
    ['-m\\\n4G', ['-m4G']],
    [`'a b'"c d"e\\ f`, ['a bc de f']],
    [`"a\\"b\\\\c\\d\\$e"`, ['a"b\\c\\d$e']],
    [`'' ""`, ['', '']],
    [`"a\\\nb"`, ['ab']],
    ['a # rest\nb#c', ['a', 'b#c']],
    ['$ qemu -m 4G \\\n> -smp 2', ['qemu', '-m', '4G', '-smp', '2']],
    ['qemu -m 4G \\', ['qemu', '-m', '4G']],
    ['a > log 2>&1 b', ['a', 'b']],
    ['a | tee log', ['a']],
    ['a; b', ['a']],
    [`$'a\\nb\\'c' $"d"`, ["a\nb'c", 'd']],
    ['a=$HOME/x "${B}" $(c "d e") `f g`', ['a=$HOME/x', '${B}', '$(c "d e")', '`f g`']],
    ['$ $5 $', ['$5', '$']],
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test('are those of shlex where there are no double quotes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', "'", '\\', '=', ','), maxLength: 24 });
    fc.assert(
      fc.property(text, (source) => {
        fc.pre(!/(^|[^\\])(\\\\)*\\$/.test(source));
        let expected: string[] | undefined;
        try {
          expected = split(source);
        } catch {
          expected = undefined;
        }
        const read = splitShellWords(source);
        expect(read.ok ? read.value.words.map((word) => word.text) : undefined).toEqual(expected);
      }),
      { numRuns: 5000 },
    );
  });

  test('are those of shlex where pieces are double quoted', () => {
    const piece = fc.constantFrom('a', ' ', '"b c"', '"\\""', '"\\\\"', `"'"`, `'"'`, '""', '\\x', '\n', '"\\d"');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const source = pieces.join('');
        // shlex unescapes a whole word again at each double quote that ends in it.
        fc.pre(!/\S"\\["\\]"|"\\["\\]"\S/.test(source));
        expect(words(source)).toEqual(split(source));
      }),
      { numRuns: 5000 },
    );
  });

  test('come back from what shlex joins', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (list) => {
        expect(words(join(list))).toEqual(list);
      }),
      { numRuns: 2000 },
    );
  });

  test('know where their characters came from', () => {
    const source = `a 'b c'd\\ e "x\\"y"`;
    const read = splitShellWords(source);
    if (!read.ok) throw new Error('refused');
    for (const word of read.value.words) {
      for (const [index, character] of [...word.text].entries()) {
        expect(source.charAt(sourceOffset(word, index))).toBe(character);
      }
      expect(sourceOffset(word, word.text.length)).toBe(word.end);
    }
  });
});

describe('remarks', () => {
  test('name what only the shell knows, and what was left out', () => {
    expect(notes('a $HOME')).toEqual(['$HOME is kept as typed: its value is known only to the shell.']);
    expect(notes('a | b')).toEqual(['Everything from “|” on is not part of this command and was left out.']);
    expect(notes(`a '$HOME' \\$x`)).toEqual([]);
  });
});

describe('an unclosed quote', () => {
  test.each([
    [`qemu \\\r\n  -m '4G`, 2, 6],
    ['a "b', 1, 3],
    ['a\nb `c', 2, 3],
    ['a $(b', 1, 3],
  ])('in %j is reported where it begins', (source, line, column) => {
    const read = splitShellWords(source);
    expect(!read.ok && placeOf(source, read.error.offset)).toEqual({ line, column });
  });
});

test('any text gives words or a fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (source) => {
      const read = splitShellWords(source);
      if (!read.ok) expect(read.error.offset).toBeLessThan(source.length);
    }),
    { numRuns: 3000 },
  );
});
