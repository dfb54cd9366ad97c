import { overlaps } from '../../base/range';
import { hostClaims, type HostClaim } from '../../document/host-edits';
import { coverage, touches } from '../../host/claims';
import type { Diagnostic } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { backendAt, guestSpan, moveFixes, unpinFix, type Backing } from './host-backing';
import { MOST_FINDINGS, nameOf, spanText } from './naming';

interface Conflict {
  readonly claim: HostClaim;
  readonly earlier: HostClaim;
}

/** Each claim that has bytes of an earlier one, with the first such. */
function conflicts(claims: readonly HostClaim[]): readonly Conflict[] {
  const { several } = coverage(claims.map(({ range }) => range));
  if (several.length === 0) return [];
  const involved = claims.filter(({ range }) => touches(several, range));
  const found: Conflict[] = [];
  for (let index = 1; index < involved.length && found.length < MOST_FINDINGS; index += 1) {
    const claim = involved[index];
    const earlier = involved.slice(0, index).find((other) => claim !== undefined && overlaps(other.range, claim.range));
    if (claim !== undefined && earlier !== undefined) found.push({ claim, earlier });
  }
  return found;
}

function finding(context: LintContext, { claim, earlier }: Conflict): Diagnostic[] {
  const { document, plan } = context;
  const backend = backendAt(document, claim.backend);
  if (backend === undefined) return [];
  const ribbons = (plan.host?.ribbons ?? []).filter((ribbon) => ribbon.backend === claim.backend);
  const range = guestSpan(ribbons.filter(({ problems }) => problems.includes('shared')));
  const owner = ribbons[0]?.owner;
  const other = backendAt(document, earlier.backend)?.id ?? earlier.backend;
  const isOwn = claim.backend === earlier.backend;
  const start = Math.max(claim.range.start, earlier.range.start);
  const end = Math.min(claim.range.end, earlier.range.end);
  const shared = spanText({ start: start as typeof claim.range.start, end: end as typeof claim.range.end });
  const backing: Backing | undefined =
    owner === undefined ? undefined : { path: claim.backend, backend, owner, name: nameOf(document, owner), ribbons };
  return [
    {
      code: 'host/shared',
      severity: 'error',
      what: isOwn
        ? `${backend.id} has the same host memory twice.`
        : `${other} and ${backend.id} have the same host memory.`,
      where: `Host ${shared}.`,
      why: 'Each byte that one of them writes changes under the other: two pieces of guest memory must not have one piece of the host.',
      works: 'Host memory of its own for each; a piece that is free is listed beside the host’s lane.',
      path: `${claim.backend}.host`,
      ...(range === undefined ? {} : { range }),
      fixes: [
        ...(backing === undefined ? [] : moveFixes(context, backing)),
        unpinFix(context, claim.backend, backend.id),
      ],
    },
  ];
}

/** Host memory behind two backends, or twice behind one. */
export const hostShared: LintRule = {
  id: 'host/shared',
  check: (context) =>
    context.plan.host === undefined
      ? []
      : conflicts(hostClaims(context.document)).flatMap((conflict) => finding(context, conflict)),
};
