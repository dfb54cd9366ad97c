/** The memory tables that a plan has, from the host's to the kernel's last, each with what it says of itself. */
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import { dialects } from '../dialects/index';
import type { E820Entry, Plan, Snapshot, StageDifference } from '../plan/plan';
import type { Sureness } from '../space/region';

/** `linux-user` is the table after kernel parameters, which has no snapshot of its own. */
export const TABLE_IDS = ['host', 'qemu', 'firmware', 'linux-bios', 'linux-user', 'linux'] as const;
export type TableId = (typeof TABLE_IDS)[number];

export interface StageTable {
  readonly id: TableId;
  /** For a control and the head of a column: `fw_cfg`, `OVMF`, `Linux`. */
  readonly title: string;
  /** Whose table it is, in full: `OVMF 2026.08, 4 MiB build`. */
  readonly author: string;
  /** What the order of the rows is. */
  readonly order: 'file order' | 'by address';
  /** Absent where there is none. */
  readonly entries?: readonly E820Entry[];
  readonly sure: Sureness;
  readonly caveats: readonly string[];
  /** Against the stage before; none for the first. */
  readonly differences: readonly StageDifference[];
  /** Title of the stage before. */
  readonly before?: string;
}

const NONE: readonly never[] = [];

const fromSnapshot = (
  snapshot: Snapshot | undefined,
): Pick<StageTable, 'entries' | 'sure' | 'caveats' | 'differences'> => {
  const entries = snapshot?.e820 ?? snapshot?.tables?.e820;
  return {
    ...(entries === undefined ? {} : { entries }),
    sure: snapshot?.sure ?? 'exact',
    caveats: snapshot?.caveats ?? NONE,
    differences: snapshot?.differences ?? NONE,
  };
};

const snapshotOf = (plan: Plan | undefined, id: string): Snapshot | undefined =>
  plan?.snapshots.find((snapshot) => snapshot.id === id);

export const firmwareTitle = (plan: Plan | undefined): string => {
  const id = plan?.boot.firmware;
  return id === undefined ? 'Firmware' : (firmwares.find(id)?.short ?? id);
};

/** @param dialect the document's */
export function stageTable(plan: Plan | undefined, id: TableId, dialect: string): StageTable {
  const kernel = plan === undefined ? undefined : kernels.find(plan.boot.kernel);
  const author = kernel?.title ?? plan?.boot.kernel ?? 'Linux';
  switch (id) {
    case 'host': {
      const entries = plan?.host?.e820;
      return {
        ...{ id, title: 'Host', author: 'the host', order: 'by address', caveats: NONE, differences: NONE },
        sure: entries?.some(({ sure }) => sure === 'modelled') === true ? 'modelled' : 'exact',
        ...(entries === undefined ? {} : { entries }),
      };
    }
    case 'qemu':
      return {
        ...{ id, title: 'fw_cfg', author: dialects.find(dialect)?.title ?? dialect, order: 'file order' },
        ...fromSnapshot(plan?.snapshots[0]),
      };
    case 'firmware': {
      const title = firmwareTitle(plan);
      return {
        ...{ id, title, author: firmwares.find(plan?.boot.firmware ?? '')?.title ?? title, order: 'by address' },
        before: 'fw_cfg',
        ...fromSnapshot(snapshotOf(plan, 'firmware')),
      };
    }
    case 'linux-bios':
      return {
        ...{ id, title: 'BIOS-e820', author, order: 'by address', before: firmwareTitle(plan) },
        ...fromSnapshot(snapshotOf(plan, 'linux-bios')),
      };
    case 'linux-user': {
      const user = plan?.linux?.user;
      return {
        ...{ id, title: 'user', author, order: 'by address', differences: NONE, before: 'BIOS-e820' },
        sure: plan?.linux?.sure ?? 'exact',
        caveats: plan?.linux?.caveats ?? NONE,
        ...(user === undefined
          ? {}
          : { entries: user.map((entry) => ({ ...entry, cause: kernel?.title ?? 'Linux' })) }),
      };
    }
    case 'linux':
      return {
        ...{ id, title: 'Linux', author, order: 'by address', before: 'BIOS-e820' },
        ...fromSnapshot(snapshotOf(plan, 'linux')),
      };
  }
}

/** What a dotted underline, a dash or a tag means here; undefined for what is exact. */
export function explainSureness(sure: Sureness, author: string): string | undefined {
  if (sure === 'exact') return undefined;
  return sure === 'modelled'
    ? `Right for the builds that were measured; ${author} may differ elsewhere.`
    : `Nobody can say what ${author} makes of it, so no address is printed.`;
}
