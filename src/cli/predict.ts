import { err, ok, type Result } from '../core/base/result';
import { commandLine } from '../core/codecs/command-line-writer';
import { jsonText, type Json } from '../core/codecs/json-text';
import { LONGEST_REQUEST, readPredictRequest, type PredictRequest } from '../core/codecs/predict-request';
import { predict } from '../core/codecs/prediction';
import { readDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { decodeLink } from '../share/link';
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
    const what = `predict does not take ${unknown}`;
    const why = 'predict reads its requests from standard input and takes one option';
    process.stderr.write(complaintText({ what, where: 'command line', why, works: '--pretty, or nothing' }));
    return 2;
  }
  const indent = words.length > 0 ? 2 : 0;
  const output = new Output(process.stdout);
  for await (const arrived of lines(process.stdin, LONGEST_REQUEST)) {
    for (const line of arrived) {
      if (line.text?.trim() === '') continue;
      await output.write(`${jsonText(await answerLine(line), indent)}\n`);
    }
    // Whoever asks one question at a time gets each answer at once.
    await output.flush();
    if (output.closed) break;
  }
  await output.flush();
  return 0;
}

/** Never rejects: what one line does wrong never ends the run. */
export async function answerLine({ number, text }: Line): Promise<Json> {
  if (text === undefined) return unreadableLine(null, number, `longer than ${LONGEST_REQUEST} characters`);
  const request = readPredictRequest(text);
  if (!request.ok) return unreadableLine(null, number, request.error);
  const { id } = request.value;
  try {
    const args = await argsOf(request.value);
    return args.ok ? predict(request.value, args.value) : unreadableLine(id, number, args.error);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown';
    return unreadableLine(id, number, `physmap failed on this request, which is a bug in it: ${message}`);
  }
}

const unreadableLine = (id: string | null, line: number, error: string): Json => ({ id, ok: false, error, line });

/** The command line that is asked about, however the request names it. The error is one sentence. */
async function argsOf({ args, layout, link }: PredictRequest): Promise<Result<readonly string[], string>> {
  if (args !== undefined) return ok(args);
  if (link === undefined) return wordsOf(readDocument(layout));
  const opened = await decodeLink(link);
  return opened.ok ? wordsOf(opened) : err(`"link": ${opened.error.message} ${opened.error.works}`);
}

function wordsOf(read: ReturnType<typeof readDocument>): Result<readonly string[], string> {
  if (read.ok) return ok(commandLineWords(read.value));
  const [first] = read.error;
  return err(
    `"layout"${first === undefined || first.path === '' ? '' : `, ${first.path}`}: ${first?.message ?? 'is no layout'}`,
  );
}

export const commandLineWords = (document: LayoutDocument): readonly string[] =>
  commandLine(document).map(({ text }) => text);
