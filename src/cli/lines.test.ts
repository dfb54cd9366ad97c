import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { lines, type Line } from './lines';

async function read(chunks: readonly (string | Buffer)[], longest = 100): Promise<Line[]> {
  const all: Line[] = [];
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const some of lines(source, longest)) all.push(...some);
  return all;
}

it('numbers lines from 1 and takes either line end', async () => {
  expect(await read(['a\r\nb\n', '\nc'])).toEqual([
    { number: 1, text: 'a' },
    { number: 2, text: 'b' },
    { number: 3, text: '' },
    { number: 4, text: 'c' },
  ]);
});

it('joins a line and a character that arrive in pieces', async () => {
  const euro = Buffer.from('€');
  expect(await read(['x', euro.subarray(0, 1), euro.subarray(1), 'y\n'])).toEqual([{ number: 1, text: 'x€y' }]);
});

it('drops what is longer than allowed and goes on', async () => {
  expect(await read(['12345', '678901', '2\nok\n'], 10)).toEqual([{ number: 1 }, { number: 2, text: 'ok' }]);
});
