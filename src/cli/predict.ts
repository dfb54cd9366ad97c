import { jsonText, type Json } from '../core/codecs/json-text';
import { LONGEST_REQUEST, readPredictRequest, type PredictRequest } from '../core/codecs/predict-request';
import { predict } from '../core/codecs/prediction';
import type { Command, ExitCode } from './command';
import { complaintText } from './complaint';
import { lines, type Line } from './lines';
import { Output } from './output';

/** Requests in, answers out, a line each and in the same order, however many there are. */
export const predictCommand: Command = {
  id: 'predict',
  usage: '[--pretty] < requests.ndjson',
  summary: 'what QEMU would hand to firmware, a JSON answer for each JSON request',
  run,
};

async function run(words: readonly string[]): Promise<ExitCode> {
  const unknown = words.find((word) => word !== '--pretty');
  if (unknown !== undefined) {
    const why = 'predict reads its requests from standard input and takes one option';
    process.stderr.write(
      complaintText({
        what: `predict does not take ${unknown}`,
        where: 'command line',
        why,
        works: '--pretty, or nothing',
      }),
    );
    return 2;
  }
  const indent = words.length > 0 ? 2 : 0;
  const output = new Output(process.stdout);
  for await (const arrived of lines(process.stdin, LONGEST_REQUEST)) {
    for (const line of arrived) {
      if (line.text !== undefined && line.text.trim() === '') continue;
      await output.write(`${jsonText(await answerLine(line), indent)}\n`);
    }
    // Whoever asks one question at a time gets each answer at once.
    await output.flush();
    if (output.closed) break;
  }
  return 0;
}

/** Never rejects: what one line does wrong never ends the run. */
export async function answerLine({ number, text }: Line): Promise<Json> {
  const request = readPredictRequest(text ?? ' '.repeat(LONGEST_REQUEST + 1));
  if (!request.ok) return { id: null, ok: false, error: request.error, line: number };
  try {
    const args = await argsOf(request.value);
    return predict(request.value, args);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown';
    return {
      id: request.value.id,
      ok: false,
      error: `physmap failed on this request, which is a bug in it: ${message}`,
      line: number,
    };
  }
}

async function argsOf({ args }: PredictRequest): Promise<readonly string[]> {
  return args ?? [];
}
