/** What will change if one layout takes the place of another: in the layout, and in what QEMU makes of it. */
import { typeWords } from '../base/e820';
import { formatRange } from '../base/size-text';
import { commandLine } from '../codecs/command-line-writer';
import { dialectOf } from '../dialects/index';
import type { LayoutDocument } from '../document/schema';
import { bootChoice } from '../plan/boot-choice';
import { startUp } from '../qemu/startup';
import { qemuFile } from '../stages/qemu/index';
import { CHANGE_GROUPS, type Change, type ChangeGroup } from './change';
import { documentChanges } from './document-changes';
import { firstStepChanges } from './step-changes';

/** What QEMU makes of a layout. */
export interface Side {
  /** QEMU's own words if it refuses; absent: it starts. */
  readonly error?: string;
  readonly warnings: readonly string[];
  /** `etc/e820` in file order, as `0x0-0x7fffffff usable`; absent where QEMU refuses. */
  readonly e820?: readonly string[];
}

export interface GroupOfChanges {
  readonly title: string;
  /** How many there are. */
  readonly count: number;
  /** The first of them. */
  readonly changes: readonly Change[];
}

export interface Outlook {
  /** Only groups in which something changes. */
  readonly groups: readonly GroupOfChanges[];
  readonly before: Side;
  readonly after: Side;
}

/** Nobody reads more of one group, and all of them would take long to hand over. */
const MOST_IN_GROUP = 200;

export function outlook(before: LayoutDocument, after: LayoutDocument): Outlook {
  // There may be very many steps: only those that are told are put into words.
  const others = documentChanges(before, { ...after, events: before.events });
  const steps = firstStepChanges(before, after, MOST_IN_GROUP);
  const groups = grouped([...others, ...steps.changes], { steps: steps.count });
  return { groups, before: sideOf(before), after: sideOf(after) };
}

/**
 * Only groups in which something changes.
 * @param counts of groups of which not all changes are given
 */
export const grouped = (
  changes: readonly Change[],
  counts: Partial<Readonly<Record<ChangeGroup, number>>> = {},
): readonly GroupOfChanges[] =>
  CHANGE_GROUPS.flatMap(({ id, title }) => {
    const own = changes.filter(({ group }) => group === id);
    return own.length === 0 ? [] : [{ title, count: counts[id] ?? own.length, changes: own.slice(0, MOST_IN_GROUP) }];
  });

function sideOf(document: LayoutDocument): Side {
  const words = commandLine(document);
  const startup = startUp(
    words.map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );
  const [refusal] = startup.refusals;
  const warnings = startup.warnings.map(({ text }) => text);
  if (refusal !== undefined) return { error: refusal.text, warnings };
  const { tables } = qemuFile.run(undefined, { document, words, startup, boot: bootChoice(document) });
  const e820 = tables?.e820.map(({ range, type }) => `${formatRange(range)} ${typeWords(type)}`);
  return { warnings, ...(e820 === undefined ? {} : { e820 }) };
}
