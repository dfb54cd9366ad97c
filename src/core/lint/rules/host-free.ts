import { SOFT_RESERVED } from '../../base/e820';
import { size } from '../../base/range';
import { formatSize } from '../../base/size-text';

import type { LintRule } from '../rule';
import { hostName } from './host-backing';
import { listed, spanText } from './naming';

/**
 * Soft-reserved memory of the host that nothing of this guest has. Ordinary RAM is left out: that a guest does not have all of it is
 * no news, and the map tells how much is left.
 */
export const hostFree: LintRule = {
  id: 'host/free',
  check({ plan: { host } }) {
    const free = host?.free.filter(({ type }) => type === SOFT_RESERVED) ?? [];
    const [first] = free;
    if (first === undefined) return [];
    const sum = free.reduce((bytes, { range }) => bytes + size(range), 0);
    const pieces = free.map(({ range, path }) => `${hostName(host, path)} ${spanText(range)}`);
    return [
      {
        code: 'host/free',
        severity: 'info',
        what: `${formatSize(sum)} of the host’s soft-reserved memory back nothing in this guest.`,
        where: `Host ${listed(pieces)}.`,
        why: 'No backend of the layout names it. The kernel of the host does not use it either, unless a driver or kmem gives it away.',
        works: 'Drag it to the guest, or leave it for another guest or for the host.',
        path: first.path,
      },
    ];
  },
};
