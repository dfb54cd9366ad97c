/** Reads a log of QMP: what was asked of memory becomes the steps of the layout on screen. */
import { atOnce } from '../../base/in-steps';
import { err, ok, type Result } from '../../base/result';
import { emptyDocument } from '../../document/defaults';
import type { LayoutEvent } from '../../document/schema';
import { checkDocument } from '../../document/validate';
import type { FormatError, Imported, Importer, ImportFact, ImportNote, ImportReport } from '../format';
import { LONGEST_LOG, tooLong } from '../text-place';
import { paired, type Entry } from './exchanges';
import { readConversation } from './messages';
import { replay, type Compared } from './replay';
import { readSteps, type ReadSteps } from './steps';
import { stepTimes } from './times';

const SPEAKS_QMP =
  /"(?:execute|exec-oob)"\s*:\s*"[\w-]|\{\s*"QMP"\s*:\s*\{|"event"\s*:\s*"[A-Z_]+"|QEMU_MONITOR_(?:SEND_MSG|RECV_REPLY|RECV_EVENT): |^\(QEMU\) [a-z]/m;
/** Replies alone say little; still they are of no other format. */
const ONLY_REPLIES = /^\s*\{\s*"(?:return|error)"\s*:/;
/** A layout may hold commands, as text in text. */
const IS_LAYOUT = /^\s*\{\s*"format"\s*:/;
const MOST_NOTES = 200;

const EXAMPLE = '{"execute": "device_add", "arguments": {"driver": "pc-dimm", "id": "dimm1", "memdev": "mem1"}}';

export const qmpLog: Importer = {
  id: 'qmp-log',
  title: 'Log of QMP: commands, replies and events as JSON, of a monitor, qmp-shell or libvirt',
  does: 'Becomes the steps of the layout; the layout at boot stays as it is.',
  example: EXAMPLE,
  longest: LONGEST_LOG,

  sniff(text) {
    if (text.length > LONGEST_LOG || IS_LAYOUT.test(text)) return 0;
    if (SPEAKS_QMP.test(text)) return 0.98;
    return ONLY_REPLIES.test(text) ? 0.5 : 0;
  },

  read: (text, current) => atOnce(readInSteps(text, current)),

  steps: readInSteps,
};

/** A part of the whole, for what is known of its progress. */
function* share<T>(from: number, to: number, work: Generator<number, T>): Generator<number, T> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    yield from + (to - from) * value;
  }
}

function* readInSteps(text: string, current = emptyDocument()): Generator<number, Result<Imported, FormatError>> {
  if (text.length > LONGEST_LOG) return err(tooLong(text, LONGEST_LOG));
  const { messages, ...account } = yield* share(0, 0.5, readConversation(text));
  const { entries, strayReplies } = paired(messages);
  const read = yield* share(0.5, 0.6, readSteps(entries, current));
  if (read.steps.length === 0) return err(nothingIn(read, entries, account.lines.all));
  const times = stepTimes(entries, read.steps);
  const events = read.steps.map(({ event }, index): LayoutEvent => {
    const atMs = times[index];
    return atMs === undefined ? event : { ...event, atMs };
  });
  const checked = checkDocument({ ...current, events });
  if (!checked.ok) {
    const [first] = checked.error;
    const message = `The steps make no layout: ${first?.path ?? ''}: ${first?.message ?? ''}`;
    return err({ code: 'qmp-log/layout', message, works: 'Fewer or shorter commands.' });
  }
  const compared = yield* share(0.6, 1, replay(entries, checked.value));
  const notes = notesOf(read, compared, strayReplies[0]?.line);
  return ok({ document: checked.value, notes, part: 'events', report: reportOf(read, entries, compared, account) });
}

function nothingIn({ queries, others }: ReadSteps, entries: readonly Entry[], lines: number): FormatError {
  const [asks, rest] = [total(queries), total(others)];
  const parts = [
    ...(asks === 0 ? [] : [`${asks} that only ask`]),
    ...(rest === 0 ? [] : [`${rest} about something else than memory`]),
  ];
  const found = parts.length === 0 ? `${entries.length} messages and no command` : `commands: ${parts.join(', ')}`;
  return {
    code: 'qmp-log/no-steps',
    message: `Nothing in this log changes memory (${lines.toLocaleString('en-US')} lines; ${found}).`,
    works: `Commands such as object-add, device_add, device_del or qom-set requested-size: ${EXAMPLE}`,
  };
}

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, each) => sum + each, 0);

function notesOf(read: ReadSteps, compared: Compared, stray: number | undefined): readonly ImportNote[] {
  const { differences, untold, why } = compared;
  const notes: ImportNote[] = [...differences];
  if (untold > 0) notes.push({ message: `${untold.toLocaleString('en-US')} more replies differ.` });
  if (why !== undefined) notes.push({ message: why });
  notes.push(...read.notes);
  if (stray !== undefined) notes.push({ message: 'Replies without their commands are not used.', line: stray });
  if (read.left > 0) {
    notes.push({
      message: `A layout has at most 100,000 steps: ${read.left.toLocaleString('en-US')} more were left out.`,
    });
  }
  const others = listed(read.others);
  if (others !== '') notes.push({ message: `Left out, since they are not about memory: ${others}.` });
  const queries = listed(read.queries);
  if (queries !== '') notes.push({ message: `Left out, since they only ask: ${queries}.` });
  return notes.slice(0, MOST_NOTES);
}

const MOST_LISTED = 12;
function listed(counts: ReadonlyMap<string, number>): string {
  const all = [...counts].toSorted(([, a], [, b]) => b - a);
  const some = all.slice(0, MOST_LISTED).map(([name, count]) => (count === 1 ? name : `${name} (${count})`));
  return [...some, ...(all.length > MOST_LISTED ? [`${all.length - MOST_LISTED} more`] : [])].join(', ');
}

/** By kind of step, in this order. */
const KINDS: readonly (readonly [LayoutEvent['do'], string])[] = [
  ['plug', 'plug'],
  ['unplug', 'unplug'],
  ['resize', 'resize'],
  ['reboot', 'reset'],
  ['qmp', 'other commands about memory'],
];

function reportOf(
  { steps, queries, others }: ReadSteps,
  entries: readonly Entry[],
  { same, differences, untold }: Compared,
  { lines, unread, unlisted }: Pick<ImportReport, 'lines' | 'unread' | 'unlisted'>,
): ImportReport {
  const facts: ImportFact[] = [{ what: steps.length === 1 ? 'step' : 'steps', count: steps.length }];
  for (const [kind, what] of KINDS) {
    const count = steps.filter(({ event }) => event.do === kind).length;
    if (count > 0) facts.push({ what, count, part: true });
  }
  const further: readonly ImportFact[] = [
    { what: 'events', count: entries.filter((entry) => 'told' in entry).length },
    { what: 'replies as physmap predicts them', count: same },
    { what: 'replies that differ', count: differences.length + untold },
    { what: 'commands that only ask', count: total(queries) },
    { what: 'commands about something else', count: total(others) },
  ];
  facts.push(...further.filter(({ count }) => count > 0));
  return { facts, lines, unread, unlisted };
}
