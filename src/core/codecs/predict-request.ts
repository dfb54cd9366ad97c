/** Requests of the headless interface: one JSON object a line. */
import { err, ok, type Result } from '../base/result';

export interface PredictRequest {
  /** Copied to the answer; null where the request has none. */
  readonly id: string | null;
  /** Exactly one of the three is given. */
  readonly args?: readonly string[];
  /** A layout document, not yet checked. */
  readonly layout?: unknown;
  readonly link?: string;
  readonly dialect?: string;
  readonly firmware?: string;
  readonly kernel?: string;
  readonly append?: string;
}

/** No command line, layout document or recorded case comes near it; it bounds what one line can make this program hold. */
export const LONGEST_REQUEST = 16 * 2 ** 20;

const TEXT_FIELDS = ['id', 'link', 'dialect', 'firmware', 'kernel', 'append'] as const;

/** Reads one line. The error is a sentence that says what is wrong and what would work. */
export function readPredictRequest(line: string): Result<PredictRequest, string> {
  if (line.length > LONGEST_REQUEST)
    return err(`request of ${line.length} characters; at most ${LONGEST_REQUEST} are read`);
  const parsed = parseJson(line);
  if (!parsed.ok) return parsed;
  const request = parsed.value;
  if (!isRecord(request)) return err('a request is a JSON object, such as {"id":"a","args":["-m","4G"]}');
  for (const field of TEXT_FIELDS) {
    const value = request[field];
    if (value !== undefined && typeof value !== 'string') return err(`"${field}" is not a string`);
  }
  const { args, layout, link } = request;
  if ([args, layout, link].filter((source) => source !== undefined).length !== 1) {
    return err('a request has exactly one of "args", "layout" and "link"');
  }
  if (args !== undefined && !isWords(args)) {
    return err('"args" is not an array of strings, the words of a command line without the name of the program');
  }
  return ok({
    ...texts(request),
    ...(args === undefined ? {} : { args }),
    ...(layout === undefined ? {} : { layout }),
  });
}

function texts(request: Readonly<Record<string, unknown>>): PredictRequest {
  const found: Partial<Record<(typeof TEXT_FIELDS)[number], string>> = {};
  for (const field of TEXT_FIELDS) {
    const value = request[field];
    if (typeof value === 'string') found[field] = value;
  }
  return { ...found, id: found.id ?? null };
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return err(`not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((word) => typeof word === 'string');
