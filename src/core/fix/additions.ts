/** Steps that add what a layout lacks: a node, a backend, distances, a device at boot in place of a later one. */
import { GiB } from '../base/addr';
import { formatSize } from '../base/size-text';
import { deviceKinds } from '../devices/index';
import type { DeviceKind } from '../devices/kind';
import { usesOfBackend } from '../document/device-edits';
import { freeName, memdevOf, nameOfDevice } from '../document/device-names';
import type { Edit } from '../document/edit';
import { statedSize } from '../document/extent';
import { nodeForMemory } from '../document/node-edits';
import type { Backend, LayoutDocument } from '../document/schema';
import type { DocPath } from '../space/region';
import { addition, type Step } from './step';
import { stepAdditions } from './step-additions';
import type { Complaint } from './trial';
import { plugStepAt } from '../document/plugs';

/** Nodes beyond this are a misprint, no wish. */
const MOST_NODES = 64;

/** @param numbers in QEMU's sentence */
export function* additions(
  document: LayoutDocument,
  complaint: Complaint,
  numbers: readonly number[],
): Generator<Step> {
  yield* nodes(document, complaint, numbers);
  yield* backends(document, complaint);
  yield* ram(document, complaint);
  yield* otherKinds(document, complaint);
  if (complaint.path?.startsWith('events.')) yield* atBoot(document, complaint.path);
  yield* stepAdditions(document, complaint);
  if (document.distances.length > 0 && complaint.inputs.includes('distances')) yield* distances(document);
}

const touches = ({ path, inputs }: Complaint, what: string): boolean =>
  path?.startsWith(what) === true || inputs.some((input) => input.startsWith(what));

function* nodes(document: LayoutDocument, complaint: Complaint, numbers: readonly number[]): Generator<Step> {
  if (!touches(complaint, 'nodes') && !touches(complaint, 'objects') && !touches(complaint, 'events')) return;
  const present = new Set(document.nodes.map(({ id }) => id));
  const last = Math.max(-1, ...present);
  const wanted = new Set([...numbers, last + 1].filter((id) => !present.has(id) && id <= last + 1 + MOST_NODES));
  for (const id of [...wanted].slice(0, 6)) {
    const between = id <= last;
    const edits: readonly Edit[] = between
      ? [{ op: 'insert', path: 'nodes.-', value: { id } }]
      : nodeForMemory(document, id).edits;
    const title = `Add node ${id}`;
    const costs = `The guest sees a NUMA node ${id} more.`;
    if (edits.length > 0) {
      yield addition(
        edits,
        'nodes',
        { title, costs, label: 'nodes', after: `node ${id}` },
        17 + (edits.length - 1) * 4,
      );
    }
  }
}

/** A backend like another one, which the same host memory cannot stand behind. */
function likely(id: string, like: Backend | undefined): Backend {
  const backend: Backend = { type: 'ram', size: GiB, ...like, id };
  delete backend.host;
  return backend;
}

function* backends(document: LayoutDocument, complaint: Complaint): Generator<Step> {
  for (const [index, device] of document.devices.entries()) {
    if (complaint.path !== `devices.${index}` || device.kind === 'other') continue;
    const memdev = memdevOf(device);
    const own = document.backends.find(({ id }) => id === memdev);
    if (own !== undefined && usesOfBackend(document, own.id) < 2) continue;
    const name = nameOfDevice(device, index);
    const isNamed = own === undefined && memdev !== undefined && /^[A-Za-z][\w\-.]*$/.test(memdev);
    const id = isNamed ? memdev : freeName(document, 'mem');
    yield backendStep(name, `devices.${index}.memdev`, likely(id, own ?? document.backends.at(-1)), isNamed);
  }
  for (const [index, { id, memdev }] of document.nodes.entries()) {
    const isShared = memdev !== undefined && complaint.words.includes(memdev) && usesOfBackend(document, memdev) > 1;
    if (!touches(complaint, 'nodes') || !isShared) continue;
    const own = document.backends.find((each) => each.id === memdev);
    yield backendStep(`node ${id}`, `nodes.${index}.memdev`, likely(freeName(document, 'ram'), own), false);
  }
}

/** RAM for a node, where nodes have less than there is. */
function* ram(document: LayoutDocument, complaint: Complaint): Generator<Step> {
  if (!touches(complaint, 'nodes') || document.nodes.length === 0) return;
  const sizes = new Map(document.backends.map(({ id, size }) => [id, size]));
  const given = document.nodes.reduce((sum, { memdev }) => sum + (sizes.get(memdev ?? '') ?? 0), 0);
  const left = (statedSize(document, 'memory.size') ?? 0) - given;
  const index = document.nodes.findIndex(({ memdev }) => memdev === undefined);
  const node = document.nodes[index];
  if (left <= 0 || node === undefined) return;
  const spare = document.backends.find(({ id, size }) => size === left && usesOfBackend(document, id) === 0);
  const backend: Backend = spare ?? { id: freeName(document, 'ram'), type: 'ram', size: left };
  const set: Edit = { op: 'set', path: `nodes.${index}.memdev`, value: backend.id };
  const words = {
    title: `Give node ${node.id} ${formatSize(left)} of RAM`,
    costs: `RAM is on node ${node.id}, made of the backend ${backend.id}.`,
    label: `the RAM of node ${node.id}`,
    after: backend.id,
  };
  const insert: Edit = { op: 'insert', path: 'backends.-', value: backend };
  yield addition(spare === undefined ? [insert, set] : [set], `nodes.${index}.memdev`, words, 28);
}

function backendStep(name: string, path: DocPath, backend: Backend, isNamed: boolean): Step {
  const insert: Edit = { op: 'insert', path: 'backends.-', value: backend };
  const edits: readonly Edit[] = isNamed ? [insert] : [insert, { op: 'set', path, value: backend.id }];
  const words = {
    title: isNamed
      ? `Add the backend ${backend.id} with ${formatSize(backend.size)}`
      : `Give ${name} a backend of its own`,
    costs: `The host provides ${formatSize(backend.size)} more.`,
    label: `the backend of ${name}`,
    after: backend.id,
  };
  return addition(edits, path, words, 29);
}

const SHARED_KEYS = ['id', 'memdev', 'node', 'addr', 'slot'];

/** What a device of one kind keeps as a device of another. */
function asKind(device: Readonly<Record<string, unknown>>, kindId: string): Readonly<Record<string, unknown>> {
  const keys = deviceKinds.find(kindId)?.fields.map(({ key }) => key) ?? [];
  const kept = keys.filter((key) => SHARED_KEYS.includes(key) && device[key] !== undefined);
  return { kind: kindId, ...Object.fromEntries(kept.map((key) => [key, device[key]])) };
}

/** `an NVDIMM`, `specific-purpose memory`. */
function oneOf({ title, region }: DeviceKind): string {
  if (region === 'soft-reserved') return title.charAt(0).toLowerCase() + title.slice(1);
  return `${/^(?:NV|[AEIO])/.test(title) ? 'an' : 'a'} ${title}`;
}

/** The same memory as another kind of device. */
function* otherKinds(document: LayoutDocument, { path = '' }: Complaint): Generator<Step> {
  const [list, position] = path.split('.');
  const index = Number(position);
  const event = plugStepAt(document, path);
  const device = list === 'devices' ? document.devices[index] : event?.device;
  if (device === undefined || device.kind === 'other') return;
  const at = event === undefined ? path : `${path}.device`;
  for (const kind of deviceKinds.all) {
    if (kind.id === device.kind) continue;
    const value = asKind(device, kind.id);
    const name = device.id ?? nameOfDevice(device, index);
    const words = {
      title: `Make ${name} ${oneOf(kind)}`,
      costs: `The guest sees ${name} as ${oneOf(kind)}, and treats its memory as such.`,
      label: `the kind of ${name}`,
      after: kind.title,
    };
    yield addition([{ op: 'set', path: at, value }], at, words, 66);
  }
}

/** What a step would plug is there from the start. */
function* atBoot(document: LayoutDocument, path: DocPath): Generator<Step> {
  const event = plugStepAt(document, path);
  if (event === undefined) return;
  const name = event.device.id ?? deviceKinds.find(event.device.kind)?.title ?? event.device.kind;
  const edits: readonly Edit[] = [
    ...(event.backend === undefined ? [] : [{ op: 'insert', path: 'backends.-', value: event.backend } as const]),
    { op: 'insert', path: 'devices.-', value: event.device },
    { op: 'remove', path },
  ];
  const words = {
    title: `Have ${name} present at boot`,
    costs: `${name} cannot arrive later: its memory is taken from the start.`,
    label: name,
    after: 'at boot',
  };
  yield addition(edits, path, words, 40);
}

const REMOTE = 20;

/** A distance for each pair that has none, as far as the other way. */
function* distances(document: LayoutDocument): Generator<Step> {
  const ids = document.nodes.map(({ id }) => id);
  if (ids.length > MOST_NODES) return;
  const stated = new Map(document.distances.map(({ from, to, value }) => [`${from} ${to}`, value]));
  const missing = ids.flatMap((from) =>
    ids
      .filter((to) => to !== from && !stated.has(`${from} ${to}`))
      .map((to) => ({ from, to, value: stated.get(`${to} ${from}`) ?? REMOTE })),
  );
  if (missing.length === 0) return;
  const edits = missing.map((value): Edit => ({ op: 'insert', path: 'distances.-', value }));
  const words = {
    title: 'State the missing distances',
    costs: 'The guest takes those distances for real.',
    label: 'distances',
    after: `${missing.length} more`,
  };
  yield addition(edits, 'distances', words, 22);
}
