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
    const asked = await resolved(request.value);
    return asked.ok ? predict(asked.value.request, asked.value.args) : unreadableLine(id, number, asked.error);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown';
    return unreadableLine(id, number, `physmap failed on this request, which is a bug in it: ${message}`);
  }
}

const unreadableLine = (id: string | null, line: number, error: string): Json => ({ id, ok: false, error, line });

interface Resolved {
  readonly request: PredictRequest;
  readonly args: readonly string[];
}

/** The command line that is asked about, however the request names it. The error is one sentence. */
async function resolved(request: PredictRequest): Promise<Result<Resolved, string>> {
  const { args, layout, link } = request;
  if (args !== undefined) return ok({ request, args });
  if (link !== undefined) {
    const opened = await decodeLink(link);
    if (!opened.ok) return err(`"link": ${opened.error.message} ${opened.error.works}`);
    return ok(fromDocument(request, opened.value));
  }
  const read = readDocument(layout);
  if (read.ok) return ok(fromDocument(request, read.value));
  const [first] = read.error;
  const place = first === undefined || first.path === '' ? '' : `, ${first.path}`;
  return err(`"layout"${place}: ${first?.message ?? 'is no layout'}`);
}

/** What the request does not say, the document does. */
function fromDocument(request: PredictRequest, document: LayoutDocument): Resolved {
  const args = commandLine(document).map(({ text }) => text);
  const { firmware, kernel, append } = { ...document.boot, ...request };
  const boot = {
    ...(firmware === undefined ? {} : { firmware, ...(kernel === undefined ? {} : { kernel }) }),
    ...(append === undefined ? {} : { append }),
  };
  return { request: { ...request, ...boot, dialect: request.dialect ?? document.dialect }, args };
}
