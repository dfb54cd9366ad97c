import type { LintContext, LintRule } from '../rule';
import { factsOfType } from '../../host/memory-type';
import { backingsWith, guestSpan, hostName, moveFixes, unpinFix } from './host-backing';
import { capitalised, listed } from './naming';

const typeAt = ({ plan }: LintContext, start: number): number | undefined =>
  plan.host?.rows.find(({ host }) => host?.range.start === start)?.host?.type;

/** Host addresses that are no memory for a guest: reserved, ACPI's, unusable. */
export const hostWrongKind: LintRule = {
  id: 'host/wrong-kind',
  check: (context) =>
    backingsWith(context, 'wrong-kind').map((backing) => {
      const { backend, name, path, ribbons } = backing;
      const troubled = ribbons.filter(({ problems }) => problems.includes('wrong-kind'));
      const words = [...new Set(troubled.map(({ host }) => factsOfType(typeAt(context, host.start) ?? 2).words))];
      const names = [...new Set(troubled.map(({ source }) => hostName(context.plan.host, source)))];
      const span = guestSpan(troubled);
      return {
        code: 'host/wrong-kind',
        severity: 'error' as const,
        what: `${capitalised(name)} is to have host memory that is ${listed(words)}.`,
        where: `Backend ${backend.id}: ${listed(names)} of the host.`,
        why: 'Firmware or devices of the host use these addresses; no process can have them as memory.',
        works: 'Ordinary RAM of the host, or memory that its firmware reserves for a specific purpose.',
        path: `${path}.host`,
        ...(span === undefined ? {} : { range: span }),
        fixes: [...moveFixes(context, backing), unpinFix(context, path, backend.id)],
      };
    }),
};
