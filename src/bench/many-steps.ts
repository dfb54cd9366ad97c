/** A layout that goes through many steps: DIMMs come and go, virtio-mem grows and shrinks, the guest changes its policy. */
import { emptyDocument } from '../core/document/defaults';
import type { LayoutDocument, LayoutEvent } from '../core/document/schema';
import { GiB } from '../core/base/addr';

const SLOTS = 64;
const KEPT = 40;

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % below;
  };
}

export function manySteps(count: number): LayoutDocument {
  const next = numbers(11);
  const there: number[] = [];
  let made = 0;
  const step = (): LayoutEvent => {
    const turn = next(100);
    if (turn < 12) return { do: 'resize', device: 'vm0', requestedSize: next(64) * (GiB / 2) };
    if (turn === 12) return { do: 'guest', online: next(2) === 0 ? 'online_movable' : 'online' };
    if (turn === 13) return { do: 'qmp', command: '{"execute": "query-memory-devices"}' };
    if (turn === 14 && next(20) === 0) return { do: 'reboot' };
    if (there.length > 0 && (turn < 50 || there.length >= KEPT)) {
      const [number = 0] = there.splice(next(there.length), 1);
      return { do: 'unplug', device: `d${number}`, answer: 'agrees', dropsBackend: true };
    }
    made += 1;
    there.push(made);
    return {
      do: 'plug',
      device: { kind: 'pc-dimm', id: `d${made}`, memdev: `m${made}` },
      backend: { id: `m${made}`, type: 'ram', size: (1 + next(8)) * GiB },
    };
  };
  const empty = emptyDocument();
  return {
    ...empty,
    title: `${count} steps`,
    machine: { ...empty.machine, type: 'q35' },
    cpu: { ...empty.cpu, physBits: 46 },
    memory: { size: 16 * GiB, slots: SLOTS, maxmem: 512 * GiB },
    backends: [{ id: 'vmem0', type: 'ram', size: 32 * GiB }],
    devices: [{ kind: 'virtio-mem', id: 'vm0', memdev: 'vmem0' }],
    events: Array.from({ length: count }, step),
  };
}
