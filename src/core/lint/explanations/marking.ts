/** Of boot memory that patches marked. */
import type { Explanation } from './explanation';

export const markingExplanations: Readonly<Record<string, Explanation>> = {
  'marking/warned': {
    what: 'QEMU starts, and the marked memory stays ordinary RAM or is taken elsewhere.',
    why: 'The patch cuts the range out of a RAM entry that holds all of it, at a place that it computes; where there is no such entry it warns and goes on.',
    works: 'An sp-mem device, which QEMU 11.1 has.',
  },
  'device/node-mixed': {
    what: 'The node of an SPM device has other memory.',
    why: 'Version 8 of the patches wants a node of its own for each such device; no later version asks for that.',
    works: 'Another node for the device.',
  },
  'marking/spans-hole': {
    what: 'A marked node lies on both sides of the hole below 4 GiB.',
    why: 'The patch marks one range, and the memory of this node is two.',
    works: 'Nodes in front of it that fill RAM below 4 GiB exactly, or an sp-mem device.',
  },
};
