/** Devices and the backends that they get their memory from, told as one where one backs the other. */
import { memdevOf, nameOfDevice } from '../document/device-names';
import { deviceKinds } from '../devices/index';
import { dialectOf } from '../dialects/index';
import { markingRules } from '../qemu/marking/rules';
import type { Backend, Device, LayoutDocument } from '../document/schema';
import type { Change } from './change';
import { fieldChanges } from './fields';
import { listChanges } from './listed';
import { matched, type Placed } from './lists';
import { address, BACKEND, DEVICE, plain, size, type FieldTable } from './words';

/** What uses a backend, as people call it; undefined where nothing or more than one thing does. */
type Owners = ReadonlyMap<string, string>;

export function deviceChanges(before: LayoutDocument, after: LayoutDocument): Change[] {
  const pairs = matched<Device>(
    before.devices,
    after.devices,
    ({ id }) => id,
    byBackend,
    (device) => (device.id === undefined ? kindOf(device) : undefined),
  );
  const came = pairs.added.map((each) => deviceChange('added', each, after));
  const went = pairs.removed.map((each) => deviceChange('removed', each, before));
  const stayed = pairs.both.flatMap(({ before: was, after: is }) =>
    fieldChanges(was.item, is.item, {
      group: 'devices',
      path: `devices.${is.index}`,
      name: nameOfDevice(is.item, is.index),
      table: tableOf(is.item),
    }),
  );
  const [newcomers, leavers] = [
    new Set(pairs.added.map(({ item }) => memdevOf(item))),
    new Set(pairs.removed.map(({ item }) => memdevOf(item))),
  ];
  return [
    ...came,
    ...went,
    ...stayed,
    ...orderChange(pairs.both),
    ...backendChanges(before, after, { newcomers, leavers }),
    ...backendOrder(before, after),
  ];
}

const kindOf = (device: Device): string => (device.kind === 'other' ? device.driver : device.kind);
/** A device whose name is another, or that has none, is known by its backend. */
const byBackend = (device: Device): string | undefined => {
  const memdev = memdevOf(device);
  return memdev === undefined ? undefined : `${kindOf(device)} ${memdev}`;
};

/** Labels of the device's own form, where there is no better word. */
function tableOf(device: Device): FieldTable {
  const own = deviceKinds.find(device.kind)?.fields ?? [];
  return { ...Object.fromEntries(own.map(({ key, label }) => [key, { label: label.toLowerCase() }])), ...DEVICE };
}

function deviceChange(kind: 'added' | 'removed', { item, index }: Placed<Device>, document: LayoutDocument): Change {
  const words = deviceWords(item, document);
  return {
    group: 'devices',
    kind,
    what: nameOfDevice(item, index),
    path: `devices.${index}`,
    ...(kind === 'added' ? { after: words } : { before: words }),
  };
}

/** `128 GiB, Specific-purpose memory, node 0, at 0x…`. */
function deviceWords(device: Device, { backends }: LayoutDocument): string {
  if (device.kind === 'other') return `-device ${device.driver}`;
  const backend = backends.find(({ id }) => id === memdevOf(device));
  return [
    ...(backend === undefined ? [] : [size(backend.size)]),
    deviceKinds.find(device.kind)?.title ?? device.kind,
    ...('node' in device && device.node !== undefined ? [`node ${device.node}`] : []),
    ...('addr' in device && device.addr !== undefined ? [`at ${address(device.addr)}`] : []),
  ].join(', ');
}

/** Order decides addresses and slots; only that of devices which were there before counts as changed. */
function orderChange(both: readonly { readonly before: Placed<Device>; readonly after: Placed<Device> }[]): Change[] {
  const byOld = both.toSorted((a, b) => a.before.index - b.before.index);
  const byNew = both.toSorted((a, b) => a.after.index - b.after.index);
  if (byOld.every((pair, index) => pair === byNew[index])) return [];
  const was = byOld.map((pair) => nameOfDevice(pair.before.item, pair.before.index));
  const is = byNew.map((pair) => nameOfDevice(pair.after.item, pair.after.index));
  return [
    {
      group: 'devices',
      kind: 'changed',
      what: 'Order of devices',
      path: 'devices',
      before: plain(was),
      after: plain(is),
    },
  ];
}

const walksBackends = ({ dialect }: LayoutDocument): boolean => markingRules(dialectOf(dialect))?.walks === 'blocks';

/** Order of backends decides nothing, but for a patch that takes the place of one among all of them for one in guest memory. */
function backendOrder(before: LayoutDocument, after: LayoutDocument): Change[] {
  if (!walksBackends(before) && !walksBackends(after)) return [];
  const ids = ({ backends }: LayoutDocument): readonly string[] => backends.map(({ id }) => id);
  const [had, has] = [new Set(ids(before)), new Set(ids(after))];
  const was = ids(before).filter((id) => has.has(id));
  const is = ids(after).filter((id) => had.has(id));
  if (was.every((id, index) => id === is[index])) return [];
  return [
    {
      group: 'devices',
      kind: 'changed',
      what: 'Order of backends',
      path: 'backends',
      before: plain(was),
      after: plain(is),
    },
  ];
}

interface Moving {
  readonly newcomers: ReadonlySet<string | undefined>;
  readonly leavers: ReadonlySet<string | undefined>;
}

/** A backend that comes or goes with its device is told with the device; another size is the device's. */
function backendChanges(before: LayoutDocument, after: LayoutDocument, { newcomers, leavers }: Moving): Change[] {
  const owners = ownersOf(after);
  const changes = listChanges<Backend>(before.backends, after.backends, {
    group: 'devices',
    path: 'backends',
    names: [({ id }) => id],
    title: ({ item }) => owners.get(item.id) ?? `Backend ${item.id}`,
    words: (backend) => `${size(backend.size)}, memory-backend-${backend.type}`,
    table: BACKEND,
    but: ['id'],
  });
  return changes.flatMap((change) => {
    if (change.kind !== 'added' && change.kind !== 'removed') return [change];
    const list = change.kind === 'added' ? after.backends : before.backends;
    const id = list[Number(change.path.split('.')[1])]?.id;
    if ((change.kind === 'added' ? newcomers : leavers).has(id)) return [];
    return [{ ...change, what: `Backend ${id ?? ''}` }];
  });
}

function ownersOf({ devices, nodes, machine }: LayoutDocument): Owners {
  const users = [
    ...devices.map((device, index) => [memdevOf(device), nameOfDevice(device, index)] as const),
    ...nodes.map(({ memdev, id }) => [memdev, `Node ${id}`] as const),
    [machine.memoryBackend, 'Boot RAM'] as const,
  ];
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const [memdev, user] of users) {
    if (memdev === undefined) continue;
    if (owners.has(memdev)) shared.add(memdev);
    owners.set(memdev, user);
  }
  shared.forEach((memdev) => owners.delete(memdev));
  return owners;
}
