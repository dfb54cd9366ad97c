/** Text by lines, with a bound on what one line can hold. */
import { StringDecoder } from 'node:string_decoder';

export interface Line {
  /** Counts from 1. */
  readonly number: number;
  /** Absent where the line was longer than allowed; what it held is gone. */
  readonly text?: string;
}

/**
 * Lines without their ends, as many at a time as arrived together; what comes after the last line end counts as a line unless it is
 * empty.
 */
export async function* lines(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<readonly Line[]> {
  const decoder = new StringDecoder('utf8');
  let number = 1;
  let held: string[] = [];
  let length = 0;
  const add = (text: string) => {
    length += text.length;
    if (length <= longest) held.push(text);
    else held = [];
  };
  const finish = (): Line => {
    const text = held.join('');
    const line = length > longest ? { number } : { number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
    number += 1;
    held = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    const parts = decoder.write(chunk).split('\n');
    const last = parts.pop() ?? '';
    const complete = parts.map((part) => {
      add(part);
      return finish();
    });
    add(last);
    yield complete;
  }
  add(decoder.end());
  if (length > 0) yield [finish()];
}
