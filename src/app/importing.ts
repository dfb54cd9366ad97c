/** Reading what comes from outside, and what taking it would change. All of it is fetched with the dialog that asks for it. */
import { CallFailure, type CallName, type CallOptions, type Calls } from '../client/planner';
import { err, ok, type Result } from '../core/base/result';
import type { Candidate, FormatError, Imported, ImportPart, Source } from '../core/codecs/format';
import type { Outlook } from '../core/compare/outlook';
import type { LayoutDocument } from '../core/document/schema';
import { UNANSWERED, type Workspace } from './workspace.svelte';

/** Nobody needs to be told what they did themselves; the code says that it was they. */
export const CANCELLED: FormatError = {
  code: 'import/cancelled',
  message: 'Reading was stopped; the layout is unchanged.',
  works: '',
};

/** The importer that reads the JSON of a layout, and from how many characters on that takes long. */
const LAYOUT = 'layout-json';
const LONG_TEXT = 2 ** 20;

/** What of the layout each part is. */
const PARTS = {
  host: ['host', 'fleet'],
  events: ['events'],
  devices: ['machine', 'devices', 'backends', 'memory', 'nodes'],
  nothing: [],
} as const satisfies Readonly<Record<ImportPart, readonly (keyof LayoutDocument)[]>>;

/** The formats that a source may be in, the likeliest first. */
export const recognise = (
  workspace: Workspace,
  source: Source,
  options: CallOptions,
): Promise<Result<readonly Candidate[], FormatError>> => asked(workspace, 'recognise', source, options);

/** Reads a source as a format, or as the likeliest one. The layout on screen does not change. */
export async function read(
  workspace: Workspace,
  { source, name, importer }: { readonly source: Source; readonly name: string; readonly importer: string | undefined },
  options: CallOptions,
): Promise<Result<Imported, FormatError>> {
  const { current } = workspace.history;
  const ask = { name, source, current, ...(importer === undefined ? {} : { importer }) };
  const answering = asked(workspace, 'import', ask, options);
  if (importer === LAYOUT && 'text' in source && source.text.length > LONG_TEXT) await readAhead(ask);
  const answer = await answering;
  return answer.ok ? answer.value : answer;
}

/** What the worker reads to judge it the page has to read as well: both at the same time, once the page has drawn what it is doing. */
async function readAhead(ask: Calls['import']['ask']): Promise<void> {
  try {
    const [{ stepsIn }] = await Promise.all([
      import('../client/known-steps'),
      new Promise((drawn) => setTimeout(drawn, 0)),
    ]);
    stepsIn(ask);
  } catch {
    // What is wrong with the text the answer says.
  }
}

/** The layout that there is once something read is taken; equal parts stay the same object. */
export function withImported(current: LayoutDocument, { document, part }: Imported): LayoutDocument {
  if (part === undefined) return document;
  // It comes from another thread: equal or not is told by its content.
  const isOther = (path: keyof LayoutDocument): boolean =>
    document[path] !== current[path] && JSON.stringify(document[path]) !== JSON.stringify(current[path]);
  const changed = PARTS[part].filter(isOther);
  return changed.length === 0
    ? current
    : { ...current, ...Object.fromEntries(changed.map((path) => [path, document[path]])) };
}

/** What would change if a layout took the place of the one on screen. */
export const outlook = (
  workspace: Workspace,
  after: LayoutDocument,
  options: CallOptions,
): Promise<Result<Outlook, FormatError>> =>
  asked(workspace, 'outlook', { before: workspace.history.current, after }, options);

/** Takes what was read, as one undo step. */
export function take({ history, selection }: Workspace, imported: Imported): Result<void, FormatError> {
  if (imported.part === undefined) {
    history.replace(imported.document);
    selection.select();
    return ok(undefined);
  }
  const after = withImported(history.current, imported);
  const edits = PARTS[imported.part].flatMap((path) =>
    after[path] === history.current[path] ? [] : [{ op: 'set' as const, path, value: after[path] }],
  );
  const put = history.commit(edits);
  return put.ok ? put : err({ ...UNANSWERED, message: put.error[0]?.message ?? UNANSWERED.message });
}

async function asked<N extends CallName>(
  { planner }: Workspace,
  call: N,
  ask: Calls[N]['ask'],
  options: CallOptions,
): Promise<Result<Calls[N]['answer'], FormatError>> {
  try {
    return ok(await planner.call(call, ask, options));
  } catch (failure) {
    if (!(failure instanceof CallFailure)) throw failure;
    return err(failure.reason === 'cancelled' || failure.reason === 'closed' ? CANCELLED : UNANSWERED);
  }
}

export type { CallOptions };
export { linkInText } from '../share/link-in-text';
export { LINK_READING, readings } from '../share/readings';
export { sourceOf } from '../share/source-of';
