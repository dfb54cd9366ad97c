/** The memory devices of a running QEMU become those of the layout. */
import { GiB, MiB } from '../../base/addr';
import { size } from '../../base/range';
import { err, ok, type Result } from '../../base/result';
import { deviceKinds } from '../../devices/index';
import type { CapturedDevice } from '../../capture/capture';
import { emptyDocument } from '../../document/defaults';
import { memdevOf } from '../../document/device-names';
import { plugSteps } from '../../document/plugs';
import type { Backend, Device, LayoutDocument, NumaNode } from '../../document/schema';
import { checkDocument } from '../../document/validate';
import type { FormatError, Imported, Importer, ImportNote } from '../format';
import { deviceFacts, likenessToDevices, listedDevices, memoryDevices } from './memory-devices';

/** QMP's names of kinds that are called otherwise in a layout. */
const KIND_OF: Readonly<Record<string, string>> = { dimm: 'pc-dimm' };
/** QEMU's own default of `-m`. */
const DEFAULT_RAM = 128 * MiB;

interface Made {
  readonly devices: readonly Device[];
  readonly backends: readonly Backend[];
  readonly notes: readonly ImportNote[];
}

const lined = (message: string, line: number | undefined): ImportNote =>
  line === undefined ? { message } : { message, line };

/** A device that the layout has already keeps what no list tells. */
function known(current: LayoutDocument, kind: string, id: string | undefined): Device | undefined {
  return id === undefined ? undefined : current.devices.find((device) => device.id === id && device.kind === kind);
}

function deviceOf(listed: CapturedDevice, memdev: string, current: LayoutDocument): unknown {
  const { type, id, node, slot, requested, blockSize, range } = listed;
  const kind = KIND_OF[type] ?? type;
  const isVirtioMem = kind === 'virtio-mem';
  return {
    ...known(current, kind, id),
    kind,
    memdev,
    addr: range.start,
    ...(id === undefined ? {} : { id }),
    // QEMU's own default stays unsaid.
    ...(node === undefined || (node === 0 && current.nodes.length === 0) ? {} : { node }),
    ...(slot === undefined ? {} : { slot }),
    ...(isVirtioMem && requested !== undefined ? { requestedSize: requested } : {}),
    ...(isVirtioMem && blockSize !== undefined ? { blockSize } : {}),
  };
}

function made(listed: readonly CapturedDevice[], current: LayoutDocument): Made {
  const devices: Device[] = [];
  const backends = new Map<string, Backend>();
  const notes: ImportNote[] = [];
  const was = new Map(current.backends.map((backend) => [backend.id, backend]));
  for (const device of listed) {
    const { type, id, memdev, range, claims, line } = device;
    const name = `${type}${id === undefined ? '' : ` ${id}`}`;
    if (deviceKinds.find(KIND_OF[type] ?? type) === undefined || claims !== undefined) {
      const why = claims === undefined ? 'a layout has no devices of this kind' : 'no CPU can address its end';
      notes.push(lined(`${name} is left out: ${why}.`, line));
      continue;
    }
    const backend = memdev ?? `mem-${id ?? devices.length + 1}`;
    const before = was.get(backend);
    backends.set(
      backend,
      before?.size === size(range)
        ? before
        : { ...before, id: backend, type: before?.type ?? 'ram', size: size(range) },
    );
    devices.push(deviceOf(device, backend, current) as Device);
    if (type === 'nvdimm') {
      notes.push(
        lined(`${name}: a label area is not in the list; it would make the backend larger than the device.`, line),
      );
    }
  }
  return { devices, backends: [...backends.values()], notes };
}

/** Backends that something besides the memory devices needs. */
function kept(current: LayoutDocument): readonly Backend[] {
  const dropped = new Set(
    current.devices
      .flatMap((device) => (device.kind === 'other' ? [] : [memdevOf(device)]))
      .filter((id) => id !== undefined),
  );
  for (const { memdev } of current.nodes) if (memdev !== undefined) dropped.delete(memdev);
  for (const { device } of plugSteps(current)) if (device.memdev !== undefined) dropped.delete(device.memdev);
  if (current.machine.memoryBackend !== undefined) dropped.delete(current.machine.memoryBackend);
  return current.backends.filter(({ id }) => !dropped.has(id));
}

/** A window that holds the devices where they lie. */
function memoryFor(listed: readonly CapturedDevice[], current: LayoutDocument): LayoutDocument['memory'] {
  const { memory } = current;
  if (listed.length === 0) return memory;
  const ram = memory.size ?? DEFAULT_RAM;
  const bytes = listed.reduce((sum, { range }) => sum + size(range), 0);
  const first = listed.reduce((least, { range }) => Math.min(least, range.start), Infinity);
  const last = listed.reduce((most, { range }) => Math.max(most, range.end), 0);
  const span = Math.ceil((last - Math.floor(first / GiB) * GiB) / MiB) * MiB;
  const slotted = listed.filter(({ slot }) => slot !== undefined);
  const slots = Math.max(memory.slots ?? 0, slotted.length, ...slotted.slice(0, 512).map(({ slot = 0 }) => slot + 1));
  const least = ram + Math.max(bytes, span);
  const maxmem = memory.maxmem !== undefined && memory.maxmem >= least ? memory.maxmem : least;
  return { ...memory, size: ram, maxmem, ...(slots > 0 ? { slots } : {}) };
}

/** The nodes that devices are on; a machine without any gets one for its RAM, too. */
function nodesFor(
  listed: readonly CapturedDevice[],
  current: LayoutDocument,
): { readonly nodes: readonly NumaNode[]; readonly backends: readonly Backend[] } {
  const most = listed.reduce((last, { node = 0 }) => Math.max(last, node), 0);
  const has = new Set(current.nodes.map(({ id }) => id));
  if (current.nodes.length === 0 && most === 0) return { nodes: [], backends: [] };
  const ids = new Set([...(has.size === 0 ? [0] : []), ...listed.map(({ node = 0 }) => node)]);
  const added = [...ids].filter((id) => !has.has(id) && id < 128).toSorted((a, b) => a - b);
  if (has.size > 0) return { nodes: [...current.nodes, ...added.map((id) => ({ id }))], backends: [] };
  const memdev = current.machine.memoryBackend ?? 'ram0';
  const { machine, memory, backends } = current;
  return {
    nodes: added.map((id) => (id === 0 && machine.memoryBackend === undefined ? { id, memdev } : { id })),
    backends:
      machine.memoryBackend !== undefined || backends.some(({ id }) => id === memdev)
        ? []
        : [{ id: memdev, type: 'ram', size: memory.size ?? DEFAULT_RAM }],
  };
}

function layoutOf(listed: readonly CapturedDevice[], current: LayoutDocument): Result<Imported, FormatError> {
  const { devices, backends, notes } = made(listed, current);
  const taken = new Set(backends.map(({ id }) => id));
  const { nodes, backends: ofNodes } = nodesFor(listed, current);
  const usable = listed.filter(({ claims }) => claims === undefined);
  const memory = memoryFor(usable, current);
  const checked = checkDocument({
    ...current,
    machine: listed.some(({ type }) => type === 'nvdimm') ? { ...current.machine, nvdimm: true } : current.machine,
    memory,
    nodes,
    backends: [...kept(current).filter(({ id }) => !taken.has(id)), ...ofNodes, ...backends],
    devices: [...current.devices.filter(({ kind }) => kind === 'other'), ...devices],
  });
  if (!checked.ok) {
    const [first] = checked.error;
    const message = `These devices make no layout: ${first?.path ?? ''}: ${first?.message ?? ''}`;
    return err({
      code: 'memory-devices/layout',
      message,
      works: 'The list as QEMU gives it, with names that QEMU takes.',
    });
  }
  const said: ImportNote[] = [...notes];
  if (memory.maxmem !== current.memory.maxmem) {
    said.push({ message: 'maxmem is as large as the devices need: the list does not tell it.' });
  }
  const again = plugSteps(current).filter(({ device }) =>
    devices.some(({ id }) => id !== undefined && id === device.id),
  );
  if (again.length > 0) {
    said.push({
      message: `Steps plug ${again.length === 1 ? 'a device' : 'devices'} that the list has already: ${again
        .slice(0, 8)
        .map(({ device }) => device.id)
        .join(', ')}.`,
    });
  }
  return ok({ document: checked.value, notes: said, part: 'devices' });
}

export const memoryDevicesLayout: Importer = {
  id: 'memory-devices-layout',
  title: 'Memory devices for the layout: query-memory-devices (QMP) or info memory-devices (HMP)',
  does: 'Becomes the memory devices of the layout; its machine, RAM and steps stay as they are.',
  example: memoryDevices.example,

  sniff: (text) => Math.max(0, likenessToDevices(text) - 0.004),

  read(text, current = emptyDocument()) {
    const listed = listedDevices(text);
    if (!listed.ok) return listed;
    const { devices, account } = listed.value;
    const read = layoutOf(devices, current);
    return read.ok ? ok({ ...read.value, report: { facts: deviceFacts(devices), ...account } }) : read;
  },
};
