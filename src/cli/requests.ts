/** Commands that answer line by line: requests in, answers out, in the same order, however many there are. */
import { jsonText, type Json } from '../core/codecs/json-text';
import type { ExitCode } from './command';
import { complaintText } from './complaint';
import { lines, type Line } from './lines';
import { Output } from './output';

/**
 * @param command its name, for complaints
 * @param words behind it: `--pretty` or nothing
 * @param longest characters that a line may have
 * @param answer of one line; never rejects
 */
export async function answerRequests(
  command: string,
  words: readonly string[],
  longest: number,
  answer: (line: Line) => Json | Promise<Json>,
): Promise<ExitCode> {
  const unknown = words.find((word) => word !== '--pretty');
  if (unknown !== undefined) {
    const what = `${command} does not take ${unknown}`;
    const why = `${command} reads its requests from standard input and takes one option`;
    process.stderr.write(complaintText({ what, where: 'command line', why, works: '--pretty, or nothing' }));
    return 2;
  }
  const indent = words.length > 0 ? 2 : 0;
  const output = new Output(process.stdout);
  for await (const arrived of lines(process.stdin, longest)) {
    for (const line of arrived) {
      if (line.text?.trim() === '') continue;
      await output.write(`${jsonText(await answer(line), indent)}\n`);
    }
    // Whoever asks one question at a time gets each answer at once.
    await output.flush();
    if (output.closed) break;
  }
  await output.flush();
  return 0;
}

export const unreadableLine = (id: string | null, line: number, error: string): Json => ({
  id,
  ok: false,
  error,
  line,
});

/** What an answer says when a bug of physmap's stands in its way, so that one line never ends the run. */
export const failedLine = (id: string | null, line: number, bug: unknown): Json => {
  const message = bug instanceof Error ? bug.message : 'unknown';
  return unreadableLine(id, line, `physmap failed on this request, which is a bug in it: ${message}`);
};
