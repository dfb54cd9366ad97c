/** A layout larger than any machine: a thousand devices of their own sizes, and five hundred steps. */
import { emptyDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';

const GiB = 2 ** 30;
const DEVICES = 1000;
const STEPS = 500;

const count = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

/** Every third device has twice as much as the others, so that no row of them is drawn as one. */
export function largeLayout(): LayoutDocument {
  const size = GiB / 8;
  const empty = emptyDocument();
  return {
    ...empty,
    title: `${DEVICES} devices, ${STEPS} steps`,
    machine: { ...empty.machine, type: 'q35' },
    cpu: { ...empty.cpu, model: 'EPYC', physBits: 48 },
    smp: { cpus: 8 },
    memory: { size: 4 * GiB, slots: 8, maxmem: 2048 * GiB },
    backends: [
      { id: 'r0', type: 'ram', size: 4 * GiB },
      { id: 'v0', type: 'ram', size: 64 * GiB },
      ...count(DEVICES).map((index) => ({
        id: `m${index}`,
        type: 'ram' as const,
        size: index % 3 === 0 ? 2 * size : size,
      })),
    ],
    nodes: [{ id: 0, memdev: 'r0', cpus: [{ first: 0, last: 7 }] }, { id: 1 }],
    devices: [
      { kind: 'virtio-mem', id: 'vm0', memdev: 'v0' },
      ...count(DEVICES).map((index) => ({ kind: 'sp-mem' as const, id: `s${index}`, memdev: `m${index}`, node: 1 })),
    ],
    events: count(STEPS).map((index) => ({
      do: 'resize' as const,
      device: 'vm0',
      requestedSize: (index % 64) * GiB,
    })),
  };
}
