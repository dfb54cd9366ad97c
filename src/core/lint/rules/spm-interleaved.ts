import { askedAddress } from '../../document/extent';
import type { Edit } from '../../document/edit';
import type { Region } from '../../space/region';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed, nameOf, spanText } from './naming';

/** SPM of a node with SPM of another between it. */
function torn(regions: readonly Region[]): readonly { readonly node: number; readonly pieces: readonly Region[] }[] {
  const runs: { node: number; pieces: Region[] }[] = [];
  for (const region of regions) {
    const last = runs.at(-1);
    if (last !== undefined && last.node === region.node) last.pieces.push(region);
    else runs.push({ node: region.node ?? 0, pieces: [region] });
  }
  const nodes = [...new Set(runs.map(({ node }) => node))];
  return nodes.flatMap((node) => {
    const own = runs.filter((run) => run.node === node);
    return own.length > 1 ? [{ node, pieces: own.flatMap(({ pieces }) => pieces) }] : [];
  });
}

const indexOf = ({ owner }: Region): number => Number(owner?.split('.')[1]);

/** Devices without addresses lie in their order: sorted by node they are in one piece. */
function sortFix({ document }: LintContext, regions: readonly Region[]): readonly Fix[] {
  const indexes = regions.map(indexOf).toSorted((a, b) => a - b);
  const devices = indexes.flatMap((index) => document.devices[index] ?? []);
  if (devices.some((device) => askedAddress(device) !== undefined)) return [];
  const nodeOf = (device: object): number => ('node' in device && typeof device.node === 'number' ? device.node : 0);
  const sorted = devices.toSorted((a, b) => nodeOf(a) - nodeOf(b));
  const edits = indexes.flatMap((index, position): Edit[] =>
    document.devices[index] === sorted[position]
      ? []
      : [{ op: 'set', path: `devices.${index}`, value: sorted[position] }],
  );
  return edits.length === 0 ? [] : [{ title: 'Sort the SPM devices by node', edits }];
}

/** Nodes whose SPM lies in pieces around that of others. DIMMs are left out: they come as they are plugged. */
export const spmInterleaved: LintRule = {
  id: 'numa/interleaved-spm',
  check(context) {
    const regions = (context.plan.snapshots[0]?.spaces.cpu.regions ?? []).filter(
      ({ kind, owner }) => kind === 'soft-reserved' && owner?.startsWith('devices.') === true,
    );
    const found = torn(regions);
    const [first] = found;
    const piece = first?.pieces[1];
    if (first === undefined || piece === undefined) return [];
    const names = first.pieces.map(({ owner }) => nameOf(context.document, owner));
    const more = found.length === 1 ? '' : ` So does that of ${found.length - 1} more.`;
    return [
      {
        code: 'numa/interleaved-spm',
        severity: 'info',
        what: `The SPM of node ${first.node} lies in pieces around that of others: ${listed(names)}.${more}`,
        where: `${listed(first.pieces.map(({ range }) => spanText(range)))}.`,
        why: 'Devices lie in the order in which they are given, and here the nodes alternate: a driver finds its memory in several ranges.',
        works: 'The devices of a node one after the other.',
        path: piece.owner ?? 'devices',
        range: piece.range,
        fixes: sortFix(context, regions),
      },
    ];
  },
};
