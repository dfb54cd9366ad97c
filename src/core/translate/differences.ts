/** What two dialects make of the same memory, in words with numbers. */
import type { LayoutDocument } from '../document/schema';
import { listed } from '../lint/rules/naming';
import type { Said } from './draft';
import { faultsOf } from './faults';
import { joined, sameRanges, type Outcome, type PlacedMemory, type SratMemory } from './outcome';
import { MERGED, postings, type Migration, type Posting } from './postings';
import { rangesText, sentenceName } from './words';

export interface Sides {
  readonly document: LayoutDocument;
  readonly before: Outcome;
  readonly after: Outcome;
  /** Absent for a QEMU without any form of it. */
  readonly to: Posting | undefined;
}

export interface Told {
  readonly losses: readonly Said[];
  readonly changes: readonly Said[];
}

type Part = (sides: Sides) => Told;

const NOTHING: Told = { losses: [], changes: [] };
const loss = (...losses: readonly Said[]): Told => ({ losses, changes: [] });
const change = (...changes: readonly Said[]): Told => ({ losses: [], changes });

/** Both outcomes side by side: start, places, marks, table, SRAT, migration. */
export function differences(sides: Sides): Told {
  const parts = [start, places, marks, order, srat, migration, steps].map((part: Part) => part(sides));
  return {
    losses: parts.flatMap(({ losses }) => losses),
    changes: parts.flatMap(({ changes }) => changes),
  };
}

const start: Part = ({ before, after, to }) => {
  if (after.starts || !before.starts) return NOTHING;
  const said = after.messages.find(({ severity }) => severity === 'error')?.text ?? '';
  return loss({ topic: 'start', text: `${to?.name ?? 'That QEMU'} does not start with it: ${said}` });
};

/** Moves beyond this repeat the same cause. */
const MOST_MOVES = 50;

/** Memory with a backend of its own, which is the same before and after; what is called a stack comes first. */
const memories = ({ stacks, others }: Outcome): readonly Partial<PlacedMemory>[] => [...stacks, ...others];

const places: Part = ({ before, after }) => {
  const now = new Map(memories(after).map((each) => [each.memdev, each.lies ?? []]));
  const moved = memories(before).flatMap(({ name = '', memdev, path, lies = [] }): readonly Said[] => {
    const is = now.get(memdev) ?? [];
    if (memdev === undefined || lies.length === 0 || is.length === 0 || sameRanges(lies, is)) return [];
    return [
      {
        topic: 'place',
        text: `${sentenceName(name)} moves from ${rangesText(lies)} to ${rangesText(is)}.`,
        ...(path === undefined ? {} : { path }),
      },
    ];
  });
  const rest = moved.length - MOST_MOVES;
  if (rest > 0) moved.splice(MOST_MOVES, rest, { topic: 'place', text: `${rest} more move.` });
  if (before.isMoved === after.isMoved || before.e820.length === 0 || after.e820.length === 0) return change(...moved);
  const where = after.isMoved ? 'jumps to 1 TiB, behind HyperTransport’s range' : 'comes back to 4 GiB';
  return change({ topic: 'place', text: `RAM above 4 GiB ${where}.` }, ...moved);
};

/** Steps that name a device which is none any more. */
const steps: Part = ({ document, after }) => {
  const gone = new Set(
    document.devices.flatMap(({ id }) => (id === undefined || after.devices.includes(id) ? [] : id)),
  );
  const named = document.events.flatMap((event, index) =>
    'device' in event && typeof event.device === 'string' && gone.has(event.device)
      ? [{ index, device: event.device }]
      : [],
  );
  const [first] = named;
  if (first === undefined) return NOTHING;
  const which = `Step${named.length === 1 ? '' : 's'} ${listed(named.map(({ index }) => String(index + 1)))}`;
  return loss({
    topic: 'name',
    text: `${which} of the timeline ${named.length === 1 ? 'names' : 'name'} ${listed([...new Set(named.map(({ device }) => device))])}, which ${named.length === 1 ? 'is' : 'are'} no device any more.`,
    path: `events.${first.index}`,
  });
};

const marks: Part = ({ before, after, to }) => {
  const now = faultsOf(after, to);
  if (now.length > 0) return loss(...now);
  if (before.starts && !before.asMeant && after.asMeant) {
    return change({
      topic: 'mark',
      text: `Soft reserved is now just what is meant: ${rangesText(after.marked.map(({ range }) => range))}.`,
    });
  }
  return NOTHING;
};

const keyOf = ({ range, type }: Outcome['e820'][number]): string => `${range.start} ${range.end} ${type}`;

const order: Part = ({ before, after }) => {
  if (!before.starts || !after.starts) return NOTHING;
  const [was, is] = [before.e820.map(keyOf), after.e820.map(keyOf)];
  if (was.join() === is.join()) return NOTHING;
  const isSame = [...was].sort().join() === [...is].sort().join();
  const kept = is.filter((key) => was.includes(key)).length;
  const count = is.length === was.length ? `${is.length} entries` : `${is.length} entries instead of ${was.length}`;
  const text = isSame
    ? `etc/e820 has the same ${is.length} entries in another order.`
    : `etc/e820 has ${count}, of which ${kept} are as before.`;
  return change({ topic: 'table', text });
};

const HOT_PLUGGABLE = 2;
const isHotPluggable = ({ flags }: SratMemory): boolean => flags % 4 >= HOT_PLUGGABLE;
const nodeText = (entries: readonly SratMemory[]): string =>
  entries.length === 0 ? 'nothing' : rangesText(joined(entries.map(({ range }) => range)));

/** What the SRAT says of the nodes that specific-purpose memory is on, and of the rest of the window. */
const srat: Part = ({ before, after }) => {
  if (!before.starts || !after.starts) return NOTHING;
  const nodes = [...new Set(before.stacks.flatMap(({ node }) => (node === undefined ? [] : [node])))];
  const said = nodes.flatMap((node): readonly Said[] => {
    const [was, is] = [before, after].map((side) =>
      nodeText(side.srat.filter((entry) => entry.node === node && !isHotPluggable(entry))),
    );
    if (was === is) return [];
    return [{ topic: 'srat', text: `SRAT: node ${node} has ${is ?? ''} instead of ${was ?? ''}.` }];
  });
  const [wasHot, isHot] = [before, after].map((side) => side.srat.filter(isHotPluggable));
  if (nodeText(wasHot ?? []) !== nodeText(isHot ?? [])) {
    const owners = [...new Set((isHot ?? []).map(({ node }) => `node ${node}`))];
    const text =
      (isHot ?? []).length === 0
        ? 'SRAT: no range is hot-pluggable any more.'
        : `SRAT: hot-pluggable, for ${listed(owners)}, is ${nodeText(isHot ?? [])}.`;
    return change(...said, { topic: 'srat', text });
  }
  return change(...said);
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const MIGRATION_WORDS: Readonly<Record<Migration, string>> = {
  sent: 'the contents are sent, as those of all boot memory',
  blocked: 'it is blocked',
  'not-sent': 'it is allowed, and the contents are not sent: the memory arrives empty',
};

/** What migration does to the memory in a form, as a sentence. */
export const migrationText = ({ migration: what }: Pick<Posting, 'migration'>): string =>
  `${capital(MIGRATION_WORDS[what])}.`;

/** By dialect, or where that has no form of it, by the form that the layout is written in. */
function postingOf({ dialect }: LayoutDocument, { stacks }: Outcome): Posting | undefined {
  const [first] = stacks;
  return postings.find(dialect) ?? (first?.carrier === 'device' ? postings.find(MERGED) : undefined);
}

const migration: Part = ({ document, before, after, to }) => {
  const from = postingOf(document, before);
  if (to === undefined || from === undefined || after.stacks.length === 0) return NOTHING;
  if (from.migration === to.migration) return NOTHING;
  const text = `Migration: ${MIGRATION_WORDS[to.migration]}. In ${from.name}: ${MIGRATION_WORDS[from.migration]}.`;
  return to.migration === 'sent' ? change({ topic: 'migration', text }) : loss({ topic: 'migration', text });
};
