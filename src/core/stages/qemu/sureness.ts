/** How far QEMU's own tables may be relied on, by what is known of the dialect. */
import type { Patch } from '../../dialects/dialect';
import { defaultDialect, dialectOf } from '../../dialects/index';
import type { Snapshot } from '../../plan/plan';

/** Those that were run were run on tables of QEMU 11.1.3. */
const CAVEATS: Readonly<Record<Exclude<Patch['known'], 'run'>, string>> = {
  read: 'was read and not run: what it does follows from its source.',
  'change-log': 'is known by its change log: its table is taken to be made as version 5 makes it.',
  'in-part': 'was not seen whole: its entries are taken to be in the order of the devices.',
};

/** What was never held against the real program follows from sources alone. */
export function surenessOf(id: string): Pick<Snapshot, 'sure' | 'caveats'> {
  const { title, recordedWith, patch } = dialectOf(id);
  if (recordedWith !== undefined || patch?.known === 'run') return {};
  const caveat =
    patch === undefined
      ? `${title} was not recorded; it is taken to place memory as ${defaultDialect.title} does.`
      : `Version ${patch.version} of the patches ${CAVEATS[patch.known]}`;
  return { sure: 'modelled', caveats: [caveat] };
}
