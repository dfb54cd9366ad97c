/** The fix finder: for any refusal or warning of QEMU's, the smallest changes of the layout that make it go away. */
import { addr } from '../base/addr';
import { commitEdits } from '../document/validate';
import type { LayoutDocument } from '../document/schema';
import { sumTerms, verdictOf } from '../plan/verdict';
import { narrow } from '../stages/narrow';
import type { FixOutcome, FixSearch, FoundFix, Wanted } from './found-fix';
import type { Slice } from './numbers';
import { Search, type WayOut } from './search';
import { windowOutcome } from './window-outcome';

const MOST_FIXES = 6;

/**
 * Fixes of a finding, each carried out on trial. In steps: each gives how much is done, 0 to 1.
 *
 * @param finding a refusal or warning of QEMU's, at the start or at a step of the timeline; others have no fixes here
 */
export function* findFixes(document: LayoutDocument, finding: Wanted): Slice<FixSearch> {
  const search = new Search(document, finding);
  const { ways, complete } = yield* search.run();
  const silent = ways.filter(({ newWarnings }) => newWarnings.length === 0);
  const fixes = distinct(silent.length > 0 ? silent : ways)
    .filter(
      ({ steps }) =>
        commitEdits(
          document,
          steps.flatMap((step) => step.edits),
        ).ok,
    )
    .slice(0, MOST_FIXES)
    .map(fixOf);
  return { fixes, tried: search.tried, complete };
}

/** Each changes something else, and none does what a smaller one does already. */
function distinct(ways: readonly WayOut[]): readonly WayOut[] {
  const kept: WayOut[] = [];
  for (const way of ways) {
    const keys = new Set(way.steps.map(({ key }) => key));
    if (!kept.some(({ steps }) => steps.every(({ key }) => keys.has(key)))) kept.push(way);
  }
  return kept;
}

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Words with which a sentence begins; anything else is a name, which stays as it is. */
const BEGINNINGS = /^(?:The|That|Those|Every|Room|Scripts|Labels|Another)\b/;

/** Several sentences as one. */
const oneSentence = (sentences: readonly string[]): string =>
  [...new Set(sentences)]
    .map((sentence, index) => (index > 0 && BEGINNINGS.test(sentence) ? lowered(sentence) : sentence))
    .map((sentence) => sentence.replace(/\.$/, ''))
    .join('; ') + '.';

function fixOf({ steps, trial, weight, newWarnings }: WayOut): FoundFix {
  const warned = newWarnings.length === 0 ? [] : [`QEMU then warns: ${newWarnings[0]}`];
  return {
    title: joined(steps.map(({ title }, index) => (index === 0 ? title : lowered(title)))),
    edits: steps.flatMap(({ edits }) => edits),
    changes: steps.map(({ change }) => change),
    costs: oneSentence([...steps.map(({ costs }) => costs), ...warned]),
    weight,
    after: outcomeOf(trial, newWarnings),
  };
}

function outcomeOf({ document, startup }: WayOut['trial'], warnings: readonly string[]): FixOutcome {
  const { map } = startup;
  const { bitsNeeded, bitsAvailable } = verdictOf(document, startup);
  const end = map?.reservedMemoryEnd;
  const window = windowOutcome(startup);
  return {
    sum: map === undefined ? [] : sumTerms(document, startup, map),
    limit: addr(map === undefined ? 0 : narrow(map.limit + 1n)),
    ...(bitsNeeded === undefined ? {} : { bitsNeeded }),
    ...(bitsAvailable === undefined ? {} : { bitsAvailable }),
    ...(end === undefined ? {} : { reservedMemoryEnd: narrow(end) }),
    ...(window === undefined ? {} : { window }),
    warnings,
  };
}
