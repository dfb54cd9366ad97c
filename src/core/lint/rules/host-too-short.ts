import { alignDown, MiB } from '../../base/addr';
import { range } from '../../base/range';
import { formatSize } from '../../base/size-text';
import { extentEdits } from '../../document/extent-edits';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { backingsWith, guestSpan, moveFixes, unpinFix, type Backing } from './host-backing';
import { capitalised } from './naming';

const STEP = 2 * MiB;
/** Kinds whose memory can be any number of steps long; others have blocks or labels in it. */
const PLAIN: ReadonlySet<string | undefined> = new Set(['sp-mem', 'pc-dimm', undefined]);

const boundBytes = ({ backend }: Backing): number => (backend.host ?? []).reduce((sum, { size }) => sum + size, 0);

function shrinkFixes({ document }: LintContext, backing: Backing): readonly Fix[] {
  const [list, index] = backing.owner.split('.');
  const kind = list === 'devices' ? document.devices[Number(index)]?.kind : undefined;
  const size = alignDown(range(0, boundBytes(backing)).end, STEP);
  if (size === 0 || !PLAIN.has(kind)) return [];
  const edits = extentEdits(document, backing.owner, { size });
  return edits.length === 0 ? [] : [{ title: `Make ${backing.name} ${formatSize(size)}`, edits }];
}

/** Less host memory than the guest is given: the rest of its bytes is nowhere. */
export const hostTooShort: LintRule = {
  id: 'host/too-short',
  check: (context) =>
    backingsWith(context, 'short').map((backing) => {
      const { backend, name, path, ribbons } = backing;
      const bound = boundBytes(backing);
      const span = guestSpan(ribbons);
      return {
        code: 'host/too-short',
        severity: 'error' as const,
        what: `${capitalised(name)} is ${formatSize(backend.size - bound)} longer than the host memory behind it.`,
        where: `Backend ${backend.id}: ${formatSize(backend.size)}, of which ${formatSize(bound)} have a place on the host.`,
        why: 'Every byte of the guest needs one of the host; a backend cannot grow past what it maps.',
        works: `${formatSize(backend.size)} of host memory, or guest memory of ${formatSize(bound)}.`,
        path: `${path}.host`,
        ...(span === undefined ? {} : { range: span }),
        fixes: [...moveFixes(context, backing), ...shrinkFixes(context, backing), unpinFix(context, path, backend.id)],
      };
    }),
};
