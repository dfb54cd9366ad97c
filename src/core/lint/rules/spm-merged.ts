import { firmwares } from '../../boot/firmwares';
import { formatRange, formatSize } from '../../base/size-text';
import type { DaxDevice } from '../../linux/view';
import type { Diagnostic } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed, MOST_FINDINGS, nameOf } from './naming';
import { gapFix, GAP } from './spm-gap-fix';
import { hmatFix } from './spm-hmat-fix';

type Part = DaxDevice['parts'][number];

/** Parts of a dax device whose node is another than that of the first, which is the one that Linux takes. */
function strangers({ parts }: DaxDevice): { readonly first: Part; readonly others: readonly Part[] } | undefined {
  const [first] = parts;
  if (first?.node === undefined) return undefined;
  const others = parts.filter(({ node }) => node !== undefined && node !== first.node);
  return others.length === 0 ? undefined : { first, others };
}

const nodesText = (parts: readonly Part[]): string => {
  const nodes = [...new Set(parts.map(({ node }) => String(node)))];
  return `${nodes.length === 1 ? 'node' : 'nodes'} ${listed(nodes)}`;
};

function finding(context: LintContext, device: DaxDevice, first: Part, others: readonly Part[]): Diagnostic {
  const { document, plan } = context;
  const names = (parts: readonly Part[]): string => listed(parts.map(({ owner }) => nameOf(document, owner)));
  const firmware = firmwares.find(context.boot.firmware);
  const isEfi = firmware?.handOff === 'efi';
  const block = plan.linux?.blockSize ?? 0;
  const moved = others[0];
  return {
    code: 'linux/spm-merged',
    severity: 'warning',
    what: `Linux will put ${names(others)} on node ${first.node}, not on ${nodesText(others)}.`,
    where: `${device.name}: ${formatRange(device.range)} of the guest, ${formatSize(device.range.end - device.range.start)}.`,
    why: `${names(device.parts)} touch${isEfi ? `, ${firmware.short} joins them` : ''}, and without an HMAT the kernel makes one ${device.name} of what is one entry, on the node of its first byte.`,
    works: `An HMAT: the values put in are placeholders for measured ones. Or a gap between devices of different nodes${
      block > GAP
        ? `; with memory blocks of ${formatSize(block)}, kmem leaves out the part of a block beside a gap of ${formatSize(GAP)}, a driver does not`
        : ''
    }.`,
    path: moved?.owner ?? 'devices',
    range: { start: moved?.range.start ?? device.range.start, end: others.at(-1)?.range.end ?? device.range.end },
    fixes: [hmatFix(context), gapFix(context, device)].filter((fix) => fix !== undefined),
  };
}

/** Neighbouring SPM devices of different nodes that become one dax device of the first one's node. */
export const spmMerged: LintRule = {
  id: 'linux/spm-merged',
  check: (context) =>
    (context.plan.linux?.dax ?? []).slice(0, MOST_FINDINGS).flatMap((device) => {
      const found = strangers(device);
      return found === undefined ? [] : [finding(context, device, found.first, found.others)];
    }),
};
