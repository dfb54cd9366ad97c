/** A memory table of a running guest, and the plan's of the same stage. */
import { SOFT_RESERVED, typeWords } from '../base/e820';
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import { factsOfType } from '../host/memory-type';
import type { E820Entry, Snapshot } from '../plan/plan';
import type { Capture, CapturedStage } from './capture';
import type { CheckedPlan, NotComparable, Tables } from './check';
import type { Entry } from './check-rows';

type CapturedTable = Extract<Capture, { of: 'e820' }>;

const FILE = 'etc/e820';

/** The plan's stage of each captured one, and what its table is called. */
const STAGES: Readonly<Record<CapturedStage, { readonly id: string; readonly title: string }>> = {
  qemu: { id: 'qemu', title: FILE },
  firmware: { id: 'firmware', title: 'hand-over of the firmware' },
  'kernel-bios': { id: 'linux-bios', title: 'BIOS-e820 table' },
  kernel: { id: 'linux', title: 'table of the kernel' },
};

/** What the plan has at the stage that a table was captured at. */
export const snapshotOf = ({ snapshots }: CheckedPlan, stage: CapturedStage): Snapshot | undefined =>
  stage === 'qemu' ? snapshots[0] : snapshots.find(({ id }) => id === STAGES[stage].id);

export function tablesToCheck(plan: CheckedPlan, capture: CapturedTable): Tables | NotComparable {
  const snapshot = snapshotOf(plan, capture.stage);
  if (snapshot?.e820 === undefined) return { why: whyNot(plan, capture.stage) };
  const guest: readonly Entry[] = capture.entries.map(({ range, claims, type, line, offset }) => ({
    range,
    what: typeWords(type),
    kind: factsOfType(type).kind,
    ...(claims === undefined ? {} : { claims }),
    ...(line === undefined ? {} : { line }),
    ...(offset === undefined ? {} : { offset }),
  }));
  const planned = snapshot.e820.map(entryOf);
  const file = plan.snapshots[0]?.tables?.files.find(({ name }) => name === FILE)?.bytes;
  const isEfi = capture.isEfi === true;
  return {
    against: STAGES[capture.stage].title,
    noun: 'entry',
    guest: isEfi ? joined(guest) : guest,
    plan: isEfi ? joined(planned) : planned,
    ...(capture.stage === 'qemu' && capture.bytes !== undefined && file !== undefined
      ? { bytes: { guest: capture.bytes, plan: file } }
      : {}),
    ...(snapshot.sure === undefined || snapshot.sure === 'exact' ? {} : { sure: snapshot.sure }),
    remarks: [
      ...(isEfi ? ['Touching UEFI descriptors that come to one E820 type count as one entry, on both sides.'] : []),
      ...(snapshot.caveats ?? []),
    ],
  };
}

function entryOf({ range, type, owner, cause, why, claims }: E820Entry): Entry {
  const reason = why.steps.at(-1)?.text;
  return {
    range,
    what: typeWords(type),
    kind: factsOfType(type).kind,
    ...(type === SOFT_RESERVED ? { name: cause } : {}),
    ...(claims === undefined ? {} : { claims: { start: BigInt(claims.start), end: BigInt(claims.end) } }),
    ...(owner === undefined ? {} : { path: owner }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** By address, touching entries of one type as one. */
function joined(entries: readonly Entry[]): readonly Entry[] {
  const out: Entry[] = [];
  for (const entry of entries.toSorted((a, b) => a.range.start - b.range.start)) {
    const last = out.at(-1);
    if (last !== undefined && last.what === entry.what && last.range.end === entry.range.start) {
      const { path, name, ...plain } = last;
      out[out.length - 1] = {
        ...plain,
        range: { start: last.range.start, end: entry.range.end },
        ...(path === undefined || path !== entry.path ? {} : { path }),
        ...(name === undefined || name !== entry.name ? {} : { name }),
      };
    } else out.push(entry);
  }
  return out;
}

function whyNot({ boot }: CheckedPlan, stage: CapturedStage): string {
  const { firmware, kernel } = boot;
  if (firmwares.find(firmware) === undefined) {
    return `This is what the guest has behind its firmware, and physmap knows nothing of the firmware “${firmware}” that the layout names. Choose one in the Stages tab.`;
  }
  if (stage !== 'firmware' && kernels.find(kernel) === undefined) {
    return `This is what a kernel printed, and physmap knows nothing of the kernel “${kernel}” that the layout names. Choose one in the Stages tab.`;
  }
  return 'The plan has no table of this stage.';
}
