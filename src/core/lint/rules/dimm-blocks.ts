/** DIMMs and the memory blocks of a Linux that takes them, as the rules about them look at both. */
import { formatSize } from '../../base/size-text';
import { deviceKinds } from '../../devices/index';
import { memdevOf, nameOfDevice } from '../../document/device-names';
import type { Edit } from '../../document/edit';
import type { Backend, LayoutDocument } from '../../document/schema';
import type { Fix } from '../diagnostic';
import type { LintContext } from '../rule';
import { plugSteps } from '../../document/plugs';

export interface Dimm {
  readonly name: string;
  /** Of the device, or of the step that plugs it. */
  readonly path: string;
  /** Of the device itself. */
  readonly devicePath: string;
  readonly backendPath: string;
  readonly backend: Backend;
  /** Counts against maxmem from the start. */
  readonly isPresent: boolean;
}

const isDimm = (kind: string): boolean => deviceKinds.find(kind)?.region === 'dimm';

export function dimms(document: LayoutDocument): readonly Dimm[] {
  const positions = new Map(document.backends.map(({ id }, index) => [id, index]));
  const named = (memdev: string | undefined) => {
    const index = memdev === undefined ? undefined : positions.get(memdev);
    const backend = index === undefined ? undefined : document.backends[index];
    return backend === undefined ? undefined : { backendPath: `backends.${index}`, backend };
  };
  const present = document.devices.flatMap((device, index): Dimm[] => {
    const found = isDimm(device.kind) ? named(memdevOf(device)) : undefined;
    if (found === undefined) return [];
    const path = `devices.${index}`;
    return [{ name: nameOfDevice(device, index), path, devicePath: path, isPresent: true, ...found }];
  });
  const later = plugSteps(document).flatMap(({ device, backend, path, index }): Dimm[] => {
    if (!isDimm(device.kind)) return [];
    const own = backend === undefined ? undefined : { backendPath: `${path}.backend`, backend };
    const found = own ?? named(device.memdev);
    const name = device.id ?? `step ${index + 1}`;
    return found === undefined ? [] : [{ name, path, devicePath: `${path}.device`, isPresent: false, ...found }];
  });
  return [...present, ...later];
}

/** The nearest sizes that are whole blocks; the window grows along where it would be too small. */
export function wholeBlockFixes({ document, plan }: LintContext, dimm: Dimm, block: number): readonly Fix[] {
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
