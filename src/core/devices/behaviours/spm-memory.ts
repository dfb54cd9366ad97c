/**
 * `spm-memory`, the device as it was posted before it was merged as sp-mem (versions 8 and 9, May and June 2026). Placement is the same;
 * what was checked besides it is in the device's own realize function.
 */
import { refusal, unsignedOf, type BackedDraft, type DeviceBehaviour, type Finding, type PlugState } from './behaviour';
import { spMem } from './sp-mem';

type Check = (draft: BackedDraft, state: PlugState) => Finding | undefined;

const nodeOf = (draft: BackedDraft): bigint => unsignedOf(draft, 'node') ?? 0n;
const refuse = (code: string, text: string): Finding => refusal(code, `spm-memory: ${text}`, 'nodes');

const nodeInRange: Check = (draft, { nodeCount }) =>
  nodeOf(draft) < BigInt(nodeCount)
    ? undefined
    : refuse('device/no-such-node', `node ${nodeOf(draft)} out of range (numa_state has ${nodeCount} nodes)`);

const nodeWithoutRam: Check = (draft, { hasBootMemory }) =>
  hasBootMemory(Number(nodeOf(draft)))
    ? refuse(
        'device/node-mixed',
        `NUMA node ${nodeOf(draft)} already has memory attached via -numa node,memdev=; SPM nodes must be SPM-only`,
      )
    : undefined;

const nodeWithoutDevice: Check = (draft, { hasDevice }) =>
  hasDevice(Number(nodeOf(draft)))
    ? refuse(
        'device/node-mixed',
        `NUMA node ${nodeOf(draft)} already has another memory device plugged; SPM nodes must be SPM-only`,
      )
    : undefined;

/** Version 9: no rule about nodes. */
export const spmMemory9: DeviceBehaviour = {
  ...spMem,
  classes: [['spm-memory', 'device']],
  beforeSlot: [],
  info: (draft, { address, size }) => ({
    type: 'spm-memory',
    data: {
      ...(draft.id === undefined ? {} : { id: draft.id }),
      memaddr: address,
      size,
      node: nodeOf(draft),
      memdev: `/objects/${draft.backend.id}`,
    },
  }),
};

/** Version 8: a node with specific-purpose memory has nothing else. */
export const spmMemory8: DeviceBehaviour = {
  ...spmMemory9,
  realize: [...spmMemory9.realize, nodeInRange, nodeWithoutRam, nodeWithoutDevice],
};
