import { formatAddress } from '../../base/size-text';
import type { LintRule } from '../rule';
import { backingsWith, guestSpan, moveFixes } from './host-backing';
import { capitalised, listed } from './naming';

/** Host memory in pieces that do not touch. */
export const hostNotContiguous: LintRule = {
  id: 'host/not-contiguous',
  check: (context) =>
    backingsWith(context, 'scattered').map((backing) => {
      const { backend, name, path, ribbons } = backing;
      const pieces = backend.host ?? [];
      const span = guestSpan(ribbons);
      return {
        code: 'host/not-contiguous',
        severity: 'warning' as const,
        what: `${capitalised(name)} is one piece in the guest and ${pieces.length} on the host.`,
        where: `Backend ${backend.id}: host ${listed(pieces.map(({ start }) => formatAddress(start)))}.`,
        why: 'One backend maps one file or device: pieces that do not touch need a device that joins them, huge mappings end at each seam, and a driver that computes host from guest addresses by one offset is wrong behind the first.',
        works: 'One piece of host memory, or one backend and device for each piece.',
        path: `${path}.host`,
        ...(span === undefined ? {} : { range: span }),
        fixes: moveFixes(context, backing),
      };
    }),
};
