/**
 * The forms that specific-purpose memory has had on QEMU's command line, from the first posting in December 2024 to the device that
 * was merged in QEMU 11.1 (threads on qemu-devel).
 */
import { registry } from '../base/registry';

/** What carries the mark: the backend that the memory is made of, the node whose boot memory it is, or a device of its own. */
export type Carrier = 'backend' | 'node' | 'device';

/** What becomes of the memory's contents when the guest is migrated. */
export type Migration = 'sent' | 'blocked' | 'not-sent';

export interface Posting {
  /** The dialect that has it. */
  readonly id: string;
  /** `v1`, `QEMU 11.1`. */
  readonly name: string;
  /** Dialects of one family differ in few cases. */
  readonly family: string;
  /** What was new in the family, a few words. */
  readonly what: string;
  readonly carrier: Carrier;
  /** Memory that no guest may use as RAM can be asked for, too. */
  readonly hasReserved: boolean;
  /** Days on which it was posted. */
  readonly posted: readonly string[];
  /** What a user types, ids as placeholders. */
  readonly spelling: string;
  readonly migration: Migration;
  /** It was posted for backends of files alone. */
  readonly backendTypes?: readonly string[];
}

const SPM_ON = '-numa node,nodeid=1,memdev=m1,spm=on';
const MEMMAP_TYPE = '-numa node,nodeid=1,memdev=m1,memmap-type=spm';

const node = (
  id: string,
  form: Pick<Posting, 'name' | 'family' | 'what' | 'posted'>,
  hasReserved = false,
): Posting => ({
  id,
  ...form,
  carrier: 'node',
  hasReserved,
  spelling: hasReserved ? MEMMAP_TYPE : SPM_ON,
  migration: 'sent',
});
const CARVED_BY_NODE = 'spm=on by node';
const BY_TYPE = 'memmap-type';
const BEFORE_MERGE = 'spm-memory device';

/** In the order of their posting; the merged form last. */
export const postings = registry<Posting>([
  {
    id: 'spm-v0',
    name: 'v0',
    family: 'v0',
    what: 'hmem=on, appended',
    carrier: 'backend',
    hasReserved: false,
    posted: ['2024-12-04'],
    spelling: '-object memory-backend-file,id=m1,…,hmem=on',
    migration: 'sent',
    backendTypes: ['file'],
  },
  node('spm-v1', { name: 'v1', family: 'v1', what: 'spm=on, appended', posted: ['2025-09-24'] }),
  node('spm-v2', { name: 'v2', family: 'v2', what: 'spm=on, carved', posted: ['2025-10-20'] }),
  node('spm-v3', { name: 'v3', family: 'v3 v4', what: CARVED_BY_NODE, posted: ['2025-12-08'] }),
  node('spm-v4', { name: 'v4', family: 'v3 v4', what: CARVED_BY_NODE, posted: ['2025-12-09'] }),
  node('spm-v5', { name: 'v5', family: 'v5–v7', what: BY_TYPE, posted: ['2026-01-14', '2026-01-23'] }, true),
  node('spm-v6', { name: 'v6', family: 'v5–v7', what: BY_TYPE, posted: ['2026-02-26'] }, true),
  node('spm-v7', { name: 'v7', family: 'v5–v7', what: BY_TYPE, posted: ['2026-03-06'] }, true),
  {
    id: 'spm-v8',
    name: 'v8',
    family: 'v8 v9',
    what: BEFORE_MERGE,
    carrier: 'device',
    hasReserved: false,
    posted: ['2026-05-27'],
    spelling: '-device spm-memory,memdev=m1,node=1',
    migration: 'blocked',
  },
  {
    id: 'spm-v9',
    name: 'v9',
    family: 'v8 v9',
    what: BEFORE_MERGE,
    carrier: 'device',
    hasReserved: false,
    posted: ['2026-06-02'],
    spelling: '-device spm-memory,memdev=m1,node=1',
    migration: 'blocked',
  },
  {
    id: 'qemu-11.1',
    name: 'QEMU 11.1',
    family: 'merged',
    what: 'sp-mem device, merged',
    carrier: 'device',
    hasReserved: false,
    posted: ['2026-06-05', 'about 2026-06-18'],
    spelling: '-device sp-mem,memdev=m1,node=1',
    migration: 'not-sent',
  },
]);

export const MERGED = 'qemu-11.1';
