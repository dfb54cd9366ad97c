import { formatSize } from '../../base/size-text';
import { deviceKinds } from '../../devices/index';
import { memdevOf, nameOfDevice } from '../../document/device-names';
import type { Edit } from '../../document/edit';
import type { Backend, LayoutDocument } from '../../document/schema';
import type { Diagnostic, Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { MOST_FINDINGS } from './naming';

interface Dimm {
  readonly name: string;
  /** Of the device, and of its backend. */
  readonly path: string;
  readonly backendPath: string;
  readonly backend: Backend;
  /** Counts against maxmem from the start. */
  readonly isPresent: boolean;
}

const isDimm = (kind: string): boolean => deviceKinds.find(kind)?.region === 'dimm';

function dimms(document: LayoutDocument): readonly Dimm[] {
  const positions = new Map(document.backends.map(({ id }, index) => [id, index]));
  const named = (memdev: string | undefined) => {
    const index = memdev === undefined ? undefined : positions.get(memdev);
    const backend = index === undefined ? undefined : document.backends[index];
    return backend === undefined ? undefined : { backendPath: `backends.${index}`, backend };
  };
  const present = document.devices.flatMap((device, index): Dimm[] => {
    const found = isDimm(device.kind) ? named(memdevOf(device)) : undefined;
    if (found === undefined) return [];
    return [{ name: nameOfDevice(device, index), path: `devices.${index}`, isPresent: true, ...found }];
  });
  const later = document.events.flatMap(({ device, backend }, index): Dimm[] => {
    if (!isDimm(device.kind)) return [];
    const own = backend === undefined ? undefined : { backendPath: `events.${index}.backend`, backend };
    const found = own ?? named(device.memdev);
    return found === undefined
      ? []
      : [{ name: device.id ?? `step ${index + 1}`, path: `events.${index}`, isPresent: false, ...found }];
  });
  return [...present, ...later];
}

/** The nearest sizes that are whole blocks; the window grows along where it would be too small. */
function fixesOf({ document, plan }: LintContext, dimm: Dimm, block: number): readonly Fix[] {
  const { size } = dimm.backend;
  const resize = (to: number): Fix => {
    const room = (plan.window?.budget ?? 0) - (plan.window?.used ?? 0);
    const missing = dimm.isPresent ? Math.max(0, to - size - room) : 0;
    const { maxmem } = document.memory;
    const grow: readonly Edit[] =
      missing > 0 && maxmem !== undefined ? [{ op: 'set', path: 'memory.maxmem', value: maxmem + missing }] : [];
    return {
      title: `Make ${dimm.name} ${formatSize(to)}`,
      edits: [{ op: 'set', path: `${dimm.backendPath}.size`, value: to }, ...grow],
    };
  };
  const below = size - (size % block);
  return [below, below + block].filter((to) => to > 0).map(resize);
}

function finding(context: LintContext, dimm: Dimm, block: number): Diagnostic {
  const region = context.plan.snapshots[0]?.spaces.cpu.regions.find(({ owner }) => owner === dimm.path);
  return {
    code: 'host/dimm-below-block',
    severity: 'error',
    what: `${dimm.name} cannot be added on this machine: ${formatSize(dimm.backend.size)} are no whole memory blocks.`,
    where: `${dimm.name}: ${formatSize(dimm.backend.size)}; memory block of the machine: ${formatSize(block)}.`,
    why: 'Linux adds memory by whole blocks and refuses a DIMM whose size is no multiple of one.',
    works: `A multiple of ${formatSize(block)}.`,
    path: `${dimm.backendPath}.size`,
    ...(region === undefined ? {} : { range: region.range }),
    fixes: fixesOf(context, dimm, block),
  };
}

/** DIMMs, planned for the machine whose `lsmem` was read, that its Linux would refuse (mm/memory_hotplug.c, check_hotplug_memory_range). */
export const dimmBelowBlock: LintRule = {
  id: 'host/dimm-below-block',
  check(context) {
    const block = context.document.host.blockSize;
    if (block === undefined || block === 0) return [];
    return dimms(context.document)
      .filter(({ backend }) => backend.size % block !== 0)
      .slice(0, MOST_FINDINGS)
      .map((dimm) => finding(context, dimm, block));
  },
};
