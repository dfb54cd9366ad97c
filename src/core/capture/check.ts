/** Holds what a running QEMU or guest said against the plan. */
import type { Plan } from '../plan/plan';
import { bytesCheck, type BytesCheck } from './bytes-check';
import type { Capture } from './capture';
import { orderOf, rowsOf, type CheckRow, type Entry } from './check-rows';
import { devicesToCheck } from './check-devices';
import { tablesToCheck } from './check-e820';
import { affinityToCheck } from './check-srat';
import { viewsToCheck } from './check-view';

/** What of a plan is compared. */
export type CheckedPlan = Pick<Plan, 'verdict' | 'boot' | 'snapshots'>;

export type CheckVerdict = 'equal' | 'other-order' | 'differs' | 'not-comparable';

/** Both tables, brought into one form. */
export interface Tables {
  /** What of the plan it is held against: `etc/e820`. */
  readonly against: string;
  /** One entry: `entry`, `device`, `range`. */
  readonly noun: string;
  readonly guest: readonly Entry[];
  readonly plan: readonly Entry[];
  readonly bytes?: { readonly guest: Uint8Array; readonly plan: Uint8Array; readonly ignores?: readonly number[] };
  /** The plan's own table may differ from any real one. */
  readonly sure?: 'modelled' | 'unknown';
  /** What was not compared, and why; one sentence each. */
  readonly remarks?: readonly string[];
}

/** Why there is nothing to compare with. */
export interface NotComparable {
  readonly why: string;
}

export interface Check {
  readonly verdict: CheckVerdict;
  /** One sentence. */
  readonly sentence: string;
  readonly against: string;
  /** In the order of the guest; what only the plan has stands where the plan has it. */
  readonly rows: readonly CheckRow[];
  readonly bytes?: BytesCheck;
  readonly sure?: 'modelled' | 'unknown';
  readonly remarks: readonly string[];
}

function toCheck(plan: CheckedPlan, capture: Capture): Tables | NotComparable {
  switch (capture.of) {
    case 'e820':
      return tablesToCheck(plan, capture);
    case 'srat':
      return affinityToCheck(plan, capture);
    case 'memory-devices':
      return devicesToCheck(plan, capture);
    case 'flat-view':
      return viewsToCheck(plan, capture);
  }
}

/** @param plan at the moment that is looked at: memory devices and what answers at each address change with it */
export function checkCapture(plan: CheckedPlan, capture: Capture): Check {
  if (!plan.verdict.starts) {
    return notComparable('QEMU refuses to start with this layout, so there is nothing to compare with.');
  }
  const tables = toCheck(plan, capture);
  if ('why' in tables) return notComparable(tables.why);
  const { against, noun, guest, plan: planned, sure, remarks = [] } = tables;
  const rows = rowsOf(guest, planned);
  const bytes = tables.bytes === undefined ? undefined : bytesCheck(tables.bytes);
  const different = rows.filter(({ kind }) => kind !== 'equal').length;
  const isInOrder = orderOf(rows);
  const isSame = different === 0 && isInOrder && bytes?.firstDifference === undefined;
  const verdict = isSame ? 'equal' : different === 0 && !isInOrder ? 'other-order' : 'differs';
  return {
    verdict,
    sentence: sentenceOf(verdict, { rows, different, noun, against, bytes }),
    against,
    rows,
    remarks,
    ...(bytes === undefined ? {} : { bytes }),
    ...(sure === undefined ? {} : { sure }),
  };
}

const notComparable = (why: string): Check => ({
  verdict: 'not-comparable',
  sentence: why,
  against: '',
  rows: [],
  remarks: [],
});

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? noun : noun.replace(/y$/, 'ie').concat('s')}`;

interface Told {
  readonly rows: readonly CheckRow[];
  readonly different: number;
  readonly noun: string;
  readonly against: string;
  readonly bytes: BytesCheck | undefined;
}

function sentenceOf(verdict: CheckVerdict, { rows, different, noun, against, bytes }: Told): string {
  const all = counted(rows.length, noun);
  if (verdict === 'other-order') return `Same ranges, other order: ${all}, none of them different.`;
  if (verdict === 'equal') {
    if (rows.length === 0) return `Equal: neither has a single ${noun}.`;
    const size = bytes === undefined ? '' : `, ${bytes.guest.length.toLocaleString('en-US')} bytes`;
    return `Equal to the plan’s ${against}: ${all}${size}.`;
  }
  if (different === 0) {
    return `Differs: ${rows.length === 1 ? `the ${noun} is` : `all ${all} are`} equal, but not the bytes around them, from byte ${bytes?.firstDifference ?? 0} on.`;
  }
  return `Differs: ${different.toLocaleString('en-US')} of ${all} ${different === 1 ? 'is' : 'are'} not as the plan has ${different === 1 ? 'it' : 'them'}.`;
}
