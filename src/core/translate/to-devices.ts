/** Boot memory that is marked becomes devices: what `-m` loses the window for memory devices gains. */
import type { Bytes } from '../base/addr';
import type { LayoutDocument } from '../document/schema';
import type { Startup } from '../qemu/machine';
import {
  notReserved,
  ramOf,
  replaceNode,
  setMemory,
  windowOf,
  withoutKey,
  withoutMemory,
  type Draft,
  type Said,
} from './draft';
import { stacksOf, type SpMem, type Stack } from './stacks';
import { allOf, bytesText } from './words';

/** The first of `sp1`, `sp1-2`, … that nothing is called by. */
function freeDeviceId({ devices, backends, objects }: LayoutDocument, node: number): string {
  const taken = new Set([...devices, ...backends, ...objects].map(({ id }) => id));
  let id = `sp${node}`;
  for (let next = 2; taken.has(id); next += 1) id = `sp${node}-${next}`;
  return id;
}

/** How devices are to be made: what QEMU asks of their sizes, how much room besides, and where in the order. */
export interface DeviceChoice {
  readonly startup: Startup;
  readonly spare: Bytes;
  readonly inFront: boolean;
}

/** Marked nodes to devices: their memory leaves `-m` for the window, and the node stays without memory. */
export function nodesToDevices(draft: Draft, { startup, spare, inFront }: DeviceChoice): void {
  const stacks = stacksOf(draft.document).filter(({ carrier }) => carrier === 'node');
  const made: SpMem[] = [];
  const before = { ram: ramOf(draft.document), window: windowOf(draft.document) };
  let [taken, needed] = [0, 0];
  for (const stack of stacks) {
    const { memdev, size, node = 0 } = stack;
    const owner = draft.document.nodes[stack.index];
    if (owner === undefined) continue;
    const bare = withoutKey(owner, 'mark');
    if (memdev === undefined || size === undefined) {
      replaceNode(draft, stack.index, bare);
      draft.losses.push(withoutMemory(stack));
      continue;
    }
    if (stack.type === 'reserved') draft.losses.push(notReserved(stack));
    replaceNode(draft, stack.index, withoutKey(bare, 'memdev'));
    const grown = wholePages(draft, startup, stack);
    const id = freeDeviceId({ ...draft.document, devices: [...draft.document.devices, ...made] }, node);
    made.push({ kind: 'sp-mem', id, memdev, node });
    taken += size;
    needed += grown;
  }
  if (made.length === 0) return;
  draft.changes.push(becameDevices(made, needed, stacks));
  const ram = before.ram - taken;
  if (ram <= 0) {
    draft.refusals.push({
      topic: 'memory',
      text: `All ${bytesText(before.ram)} of -m are specific-purpose memory: as devices they would leave no boot memory, and QEMU starts with none of its own making.`,
      path: 'memory.size',
    });
    return;
  }
  insertDevices(draft, made, inFront);
  setMemory(draft, { ram, window: before.window + needed + spare });
}

function becameDevices(made: readonly SpMem[], bytes: Bytes, stacks: readonly Stack[]): Said {
  const [first] = stacks;
  const memory = `${allOf(made.map(({ memdev }) => memdev ?? ''))} (${bytesText(bytes)})`;
  const nodes = allOf(made.map(({ node }) => node ?? 0));
  const ids = allOf(made.map(({ id }) => id ?? ''));
  const text =
    made.length === 1
      ? `Node ${nodes} stays without memory of its own, and ${memory} becomes device ${ids} on it.`
      : `Nodes ${nodes} stay without memory of their own, and ${memory} become devices ${ids} on them.`;
  return { topic: 'name', text, ...(first === undefined ? {} : { path: first.path }) };
}

/** sp-mem takes whole pages of its backend, where boot memory takes any size (hw/mem/memory-device.c). */
function wholePages(draft: Draft, startup: Startup, { memdev, size = 0, path }: Stack): Bytes {
  const step = Number(startup.backends.find(({ id }) => id === memdev)?.alignment ?? 0n);
  const over = step > 0 ? size % step : 0;
  if (over === 0) return size;
  const grown = size + step - over;
  if (!Number.isSafeInteger(grown)) return size;
  draft.document = {
    ...draft.document,
    backends: draft.document.backends.map((each) => (each.id === memdev ? { ...each, size: grown } : each)),
  };
  draft.losses.push({
    topic: 'memory',
    text: `${memdev ?? ''} grows from ${bytesText(size)} to ${bytesText(grown)}: a device takes whole multiples of ${bytesText(step)}, boot memory any size.`,
    path,
  });
  return grown;
}

/** In front of other memory devices the new ones keep the lowest addresses, next to where they were. */
function insertDevices(draft: Draft, made: readonly SpMem[], inFront: boolean): void {
  const { devices } = draft.document;
  const first = devices.findIndex(({ kind }) => kind !== 'other');
  const at = inFront && first >= 0 ? first : devices.length;
  draft.document = { ...draft.document, devices: devices.toSpliced(at, 0, ...made) };
}
