import { RAM, SOFT_RESERVED } from '../../base/e820';
import type { Fix } from '../diagnostic';

import type { Ribbon, SideBySideRow } from '../../host/view';
import type { RegionKind } from '../../space/region';
import type { Diagnostic } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { backendAt, moveFixes, type Backing } from './host-backing';
import { capitalised, MOST_FINDINGS, nameOf, spanText } from './naming';

interface Difference {
  readonly severity: 'info' | 'warning';
  readonly what: (name: string) => string;
  readonly why: string;
  readonly works: string;
}

/** Guest memory whose kind promises what the host's does not, by the guest's kind. */
const ON_RAM: ReadonlyMap<RegionKind, Difference> = new Map([
  [
    'soft-reserved',
    {
      severity: 'info',
      what: (name) => `${name} is specific-purpose memory for the guest, and ordinary RAM on the host.`,
      why: 'The guest keeps it for a driver as if it were the device’s own; it has neither the bandwidth nor the device behind it. For a test that is fine.',
      works: 'Host memory that is soft reserved, or leave it: everything starts and works.',
    },
  ],
  [
    'persistent',
    {
      severity: 'warning',
      what: (name) => `${name} is persistent for the guest, and ordinary RAM on the host.`,
      why: 'The guest trusts that its bytes outlive a power cut, and those of RAM do not.',
      works: 'Persistent memory of the host, or a file on a disk without a stated place.',
    },
  ],
]);

function finding(context: LintContext, ribbon: Ribbon, difference: Difference): Diagnostic[] {
  const backend = backendAt(context.document, ribbon.backend);
  if (backend === undefined) return [];
  const name = nameOf(context.document, ribbon.owner);
  const backing: Backing = { path: ribbon.backend, backend, owner: ribbon.owner, name, ribbons: [ribbon] };
  const fixes: readonly Fix[] =
    difference.severity === 'info' ? moveFixes(context, backing, ({ type }) => type === SOFT_RESERVED) : [];
  return [
    {
      code: 'host/other-kind',
      severity: difference.severity,
      what: difference.what(capitalised(name)),
      where: `Backend ${backend.id}: host ${spanText(ribbon.host)}.`,
      why: difference.why,
      works: difference.works,
      path: `${ribbon.backend}.host`,
      range: ribbon.guest,
      fixes,
    },
  ];
}

const key = ({ start }: { readonly start: number }): number => start;

/** Memory of a special kind in the guest, and of the ordinary one on the host. */
export const hostOtherKind: LintRule = {
  id: 'host/other-kind',
  check(context) {
    const { host, snapshots } = context.plan;
    if (host === undefined || host.ribbons.length === 0) return [];
    const kinds = new Map(snapshots[0]?.spaces.cpu.regions.map(({ owner, kind }) => [owner, kind]));
    const typeAt = new Map(
      host.rows.flatMap(({ host: side }: SideBySideRow) => (side ? [[key(side.range), side.type]] : [])),
    );
    const told = new Set<string>();
    return host.ribbons.flatMap((ribbon) => {
      const kind = kinds.get(ribbon.owner);
      const difference = kind === undefined ? undefined : ON_RAM.get(kind);
      const isRam = typeAt.get(key(ribbon.host)) === RAM;
      if (difference === undefined || !isRam || told.has(ribbon.backend) || told.size >= MOST_FINDINGS) return [];
      told.add(ribbon.backend);
      return finding(context, ribbon, difference);
    });
  },
};
