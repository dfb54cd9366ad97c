/** What is wrong with the table that a dialect makes of a layout. */
import { typeWords } from '../base/e820';
import type { Range } from '../base/range';
import type { Said } from './draft';
import { joined, type Outcome, type PlacedStack, type TableOverlap } from './outcome';
import type { Posting } from './postings';
import { allOf, rangesText, sentenceName } from './words';

/** Worst first; nothing where QEMU does not start. */
export function faultsOf(outcome: Outcome, posting: Posting | undefined): readonly Said[] {
  if (!outcome.starts) return [];
  const name = posting?.name ?? 'It';
  return [...twice(outcome, name), ...notMarked(outcome, name), ...elsewhere(outcome, name)];
}

/** Bytes that two entries claim: one sentence for each entry that others lie on. */
function twice({ overlaps, e820 }: Outcome, name: string): readonly Said[] {
  const lower = new Map<number, TableOverlap[]>();
  for (const each of overlaps) {
    const [first, second] = each.entries;
    const [below] = (e820[first]?.type ?? 0) < (e820[second]?.type ?? 0) ? [first] : [second];
    lower.set(below ?? first, [...(lower.get(below ?? first) ?? []), each]);
  }
  return [...lower].map(([below, clashes]) => {
    const others = clashes.map(({ entries }) => (entries[0] === below ? entries[1] : entries[0])).sort((a, b) => a - b);
    const types = [...new Set(others.map((other) => typeWords(e820[other]?.type ?? 0)))];
    const where = rangesText(joined(clashes.map(({ range }) => range)));
    return {
      topic: 'table',
      text: `${name} announces ${where} twice, as ${typeWords(e820[below]?.type ?? 0)} (entry ${below + 1}) and as ${allOf(types)} (${others.length === 1 ? 'entry' : 'entries'} ${allOf(others.map((other) => other + 1))}): each reader of the table decides for itself which.`,
    };
  });
}

const covers = (outer: Range, inner: Range): boolean => outer.start <= inner.start && outer.end >= inner.end;

/** Memory that was to be marked and is not: it stays ordinary. */
function notMarked({ stacks, marked }: Outcome, name: string): readonly Said[] {
  const ranges = joined(marked.map(({ range }) => range));
  const isMarked = ({ lies }: PlacedStack): boolean =>
    joined(lies).every((each) => ranges.some((range) => covers(range, each)));
  const nowhere = stacks.filter(({ lies }) => lies.length === 0);
  const missed = stacks.filter((stack) => stack.lies.length > 0 && !isMarked(stack));
  const told: Said[] = nowhere.map(({ carrier, name: stack, path }) => ({
    topic: 'mark',
    text:
      carrier === 'device'
        ? `${stack} is accepted, and the machine maps it nowhere.`
        : `${sentenceName(stack)} is marked and is no boot memory: the mark does nothing.`,
    path,
  }));
  const [first] = missed;
  if (first === undefined) return told;
  const names = allOf(missed.map((stack) => stack.name));
  const where = rangesText(joined(missed.flatMap(({ lies }) => lies)));
  const text = `${name} does not announce ${names} where ${missed.length === 1 ? 'it lies' : 'they lie'}, ${where}: to the guest that is ordinary memory, and the kernel may put anything there.`;
  return [...told, { topic: 'mark', text, path: first.path }];
}

/** Marks on bytes that nobody meant. */
function elsewhere({ stacks, marked }: Outcome, name: string): readonly Said[] {
  const meant = joined(stacks.flatMap(({ lies }) => lies));
  const wrong = marked.filter(({ range }) => !meant.some((each) => covers(each, range)));
  return [...new Set(wrong.map(({ type }) => type))].map((type) => ({
    topic: 'mark',
    text: `${name} announces ${rangesText(joined(wrong.filter((each) => each.type === type).map(({ range }) => range)))} as ${typeWords(type)}, which is other memory or none.`,
  }));
}
