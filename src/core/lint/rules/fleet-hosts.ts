/** The hosts that a guest is meant to run on. */
import type { LintContext } from '../rule';

export interface FleetMember {
  readonly path: string;
  readonly name?: string;
  readonly physBits: number;
}

/** The host of the layout, if its address bits are known, and the fleet. */
export function fleetOf({ document }: LintContext): readonly FleetMember[] {
  const { host, fleet } = document;
  const own =
    host.physBits === undefined || host.physBits === 0
      ? []
      : [{ path: 'host.physBits', name: host.title ?? 'the host', physBits: host.physBits }];
  return [
    ...own,
    ...fleet.map(({ title, physBits }, index) => ({
      path: `fleet.${index}.physBits`,
      ...(title === undefined ? {} : { name: title }),
      physBits,
    })),
  ];
}

/** Narrowest first: `39 bits`, `46 bits (two hosts: a and b)`. */
export function byBits(hosts: readonly FleetMember[]): readonly { readonly bits: number; readonly text: string }[] {
  const widths = [...new Set(hosts.map(({ physBits }) => physBits))].toSorted((a, b) => a - b);
  return widths.map((bits) => {
    const same = hosts.filter(({ physBits }) => physBits === bits);
    const names = same.flatMap(({ name }) => name ?? []);
    const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
    const detail = shown.length > 0 ? shown.join(', ') : same.length > 1 ? `${same.length} hosts` : '';
    return { bits, text: `${bits} bits${detail === '' ? '' : ` (${detail})`}` };
  });
}

/** `1 of 3 hosts`, `The host`. */
export const countText = (some: readonly unknown[], all: readonly unknown[]): string =>
  all.length === 1 ? 'The host' : `${some.length} of ${all.length} hosts`;
