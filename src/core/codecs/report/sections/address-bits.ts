/** The sum that QEMU compares with the CPU's address limit, the distances to what comes next, and what was assumed. */
import { GiB } from '../../../base/addr';
import { formatAddress } from '../../../base/size-text';
import type { Plan } from '../../../plan/plan';
import { code, left, right, text, type Block, type Section } from '../report';

const gib = (bytes: number): string => (bytes / GiB).toLocaleString('en', { maximumFractionDigits: 3 });

function sumTable({ verdict, limit }: Plan): readonly Block[] {
  const { sum, bitsNeeded, bitsAvailable } = verdict;
  if (sum.length === 0) return [];
  const total = sum.at(-1)?.end ?? 0;
  return [
    {
      kind: 'table',
      table: {
        caption: 'The sum',
        columns: [left('Part'), right('GiB'), right('Ends at, inclusive'), left('Set by')],
        rows: sum.map((term, index) => [
          text(term.label),
          text(`${index === 0 ? '' : '+ '}${gib(term.size)}`),
          code(formatAddress(term.end - 1)),
          text(term.setBy),
        ]),
        foot: [
          [text('needed'), text(gib(total)), code(formatAddress(total - 1)), text(`${bitsNeeded ?? '?'} bits`)],
          [text('limit'), text(gib(limit)), code(formatAddress(limit - 1)), text(`${bitsAvailable ?? '?'} bits`)],
        ],
      },
    },
  ];
}

export function addressBits(plan: Plan): Section | undefined {
  const { margins = [], assumed } = plan.verdict;
  const blocks: readonly Block[] = [
    ...sumTable(plan),
    ...(margins.length === 0
      ? []
      : [{ kind: 'list', items: margins.map(({ text: distance, why }) => `${distance}. ${why}`) } as const]),
    ...(assumed.length === 0
      ? []
      : [
          { kind: 'text', text: 'Assumed, not in the layout:' } as const,
          { kind: 'terms', items: assumed.map(({ label, value }) => [label, value] as const) } as const,
        ]),
  ];
  return blocks.length === 0 ? undefined : { id: 'address-bits', title: 'Address bits', blocks };
}
