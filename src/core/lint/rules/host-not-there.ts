import type { LintRule } from '../rule';
import { backingsWith, guestSpan, moveFixes, unpinFix } from './host-backing';
import { capitalised, listed, spanText } from './naming';

/** Host addresses at which the host has no memory. */
export const hostNotThere: LintRule = {
  id: 'host/not-there',
  check: (context) =>
    backingsWith(context, 'not-there').map((backing) => {
      const { backend, name, path, ribbons } = backing;
      const missing = ribbons.filter(({ problems }) => problems.includes('not-there'));
      const span = guestSpan(missing);
      return {
        code: 'host/not-there',
        severity: 'error' as const,
        what: `${capitalised(name)} is to have host memory that is not there.`,
        where: `Backend ${backend.id}: host ${listed(missing.map(({ host }) => spanText(host)))}.`,
        why: 'What is known of the host lists no memory at these addresses.',
        works: 'Addresses of memory that the host lists, or a more complete list of the host’s memory.',
        path: `${path}.host`,
        ...(span === undefined ? {} : { range: span }),
        fixes: [...moveFixes(context, backing), unpinFix(context, path, backend.id)],
      };
    }),
};
