import type { LintRule } from '../rule';
import { backingsWith, guestSpan, moveFixes, unpinFix } from './host-backing';
import { capitalised, listed, spanText } from './naming';

/** Host addresses at which the host has no memory. */
export const hostNotThere: LintRule = {
  id: 'host/not-there',
  pages: [
    {
      code: 'host/not-there',
      severity: 'error',
      title: 'Host memory that is not there',
      what: 'A backend names host addresses at which the host lists no memory.',
      why: 'What is known of the host has nothing there: a number was mistyped, or the text that was read is of another machine or incomplete.',
      works: 'Addresses of memory that the host lists, or a more complete list of the host’s memory.',
      sources: [{ project: 'acpi', version: '6.5', place: 'section 15, Address Range Types' }],
    },
  ],
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
