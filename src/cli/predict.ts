import { err, ok, type Result } from '../core/base/result';
import { commandLine } from '../core/codecs/command-line-writer';
import type { Json } from '../core/codecs/json-text';
import { LONGEST_REQUEST, readPredictRequest, type PredictRequest } from '../core/codecs/predict-request';
import { predict } from '../core/codecs/prediction';
import { readDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { decodeLink } from '../share/link';
import type { Command } from './command';
import type { Line } from './lines';
import { answerRequests, failedLine, unreadableLine } from './requests';

/** Requests in, answers out, a line each and in the same order, however many there are. */
export const predictCommand: Command = {
  id: 'predict',
  usage: '[--pretty] < requests.ndjson',
  summary: 'what QEMU would hand to firmware, a JSON answer for each JSON request',
  run: (words) => answerRequests('predict', words, LONGEST_REQUEST, answerLine),
};

/** Never rejects: what one line does wrong never ends the run. */
export async function answerLine({ number, text }: Line): Promise<Json> {
  if (text === undefined) return unreadableLine(null, number, `longer than ${LONGEST_REQUEST} characters`);
  const request = readPredictRequest(text);
  if (!request.ok) return unreadableLine(null, number, request.error);
  const { id } = request.value;
  try {
    const asked = await resolved(request.value);
    return asked.ok ? predict(asked.value.request, asked.value.args) : unreadableLine(id, number, asked.error);
  } catch (bug) {
    return failedLine(id, number, bug);
  }
}

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
