/** Devices become boot memory of nodes that are marked: what the window loses `-m` gains. */
import type { Bytes } from '../base/addr';
import { formatAddress } from '../base/size-text';
import type { LayoutDocument } from '../document/schema';
import { listed } from '../lint/rules/naming';
import type { Startup } from '../qemu/machine';
import { narrow } from '../stages/narrow';
import { ramOf, replaceNode, setMemory, windowOf, type Draft, type Said } from './draft';
import { stacksOf, type Stack } from './stacks';
import { allOf, bytesText } from './words';

/** Devices to marked nodes: their memory joins `-m`, each on a node that has no other. */
export function devicesToNodes(draft: Draft, startup: Startup): void {
  const stacks = stacksOf(draft.document).filter(({ carrier }) => carrier === 'device');
  if (stacks.length === 0) return;
  const onNode = byNode(stacks);
  const refusals = stacks.flatMap((stack) => whyNoNode(draft.document, startup, stack, onNode));
  draft.refusals.push(...refusals);
  if (refusals.length > 0) return;
  const { document } = draft;
  const before = { ram: ramOf(document), window: windowOf(document) };
  let taken = 0;
  for (const { node, memdev = '', size = 0, index, name, path } of stacks) {
    const at = document.nodes.findIndex(({ id }) => id === node);
    const owner = document.nodes[at];
    const device = document.devices[index];
    if (owner === undefined || device?.kind !== 'sp-mem') continue;
    replaceNode(draft, at, { ...owner, memdev, mark: 'spm' });
    taken += size;
    const extra = Object.keys(device.extra ?? {});
    if (extra.length > 0) {
      draft.losses.push({
        topic: 'setting',
        text: `${extra.join(', ')} of ${name} ${extra.length === 1 ? 'has' : 'have'} no counterpart on a node.`,
        path,
      });
    }
  }
  draft.changes.push(becameNodes(stacks, taken));
  const gone = new Set(stacks.map(({ index }) => index));
  draft.document = { ...draft.document, devices: document.devices.filter((_, index) => !gone.has(index)) };
  setMemory(draft, { ram: before.ram + taken, window: before.window - taken });
}

const byNode = (stacks: readonly Stack[]): ReadonlyMap<number, readonly Stack[]> => {
  const found = new Map<number, Stack[]>();
  for (const stack of stacks) {
    const { node = 0 } = stack;
    const same = found.get(node);
    if (same === undefined) found.set(node, [stack]);
    else same.push(stack);
  }
  return found;
};

function becameNodes(stacks: readonly Stack[], bytes: Bytes): Said {
  const [first] = stacks;
  const names = allOf(stacks.map(({ name }) => name));
  const memory = `${allOf(stacks.map(({ memdev }) => memdev ?? ''))} (${bytesText(bytes)})`;
  const nodes = allOf(stacks.map(({ node }) => node ?? 0));
  const text =
    stacks.length === 1
      ? `Device ${names} goes, and ${memory} becomes the marked boot memory of node ${nodes}.`
      : `Devices ${names} go, and ${memory} become the marked boot memory of nodes ${nodes}.`;
  return { topic: 'name', text, ...(first === undefined ? {} : { path: first.path }) };
}

/** Of several stacks on one node the first one speaks for all. */
function whyNoNode(
  document: LayoutDocument,
  startup: Startup,
  stack: Stack,
  onNode: ReadonlyMap<number, readonly Stack[]>,
): readonly Said[] {
  const { name: own, path, memdev, size, node = 0 } = stack;
  const all = onNode.get(node) ?? [stack];
  if (all[0] !== stack) return [];
  const name = memdev === undefined || size === undefined ? own : listed(all.map((each) => each.name));
  const is = name === own ? 'is' : 'are';
  const no = (text: string): readonly Said[] => [{ topic: 'memory', text, path }];
  if (memdev === undefined || size === undefined) {
    return no(`${name} has no backend that the layout has, so that there is no memory to give to node ${node}.`);
  }
  const owner = document.nodes.find(({ id }) => id === node);
  if (document.nodes.length === 0) {
    return no(
      `${name} ${is} on node 0, which has all boot memory: the mark is of whole nodes. Give it a node of its own.`,
    );
  }
  if (owner === undefined) return no(`${name} ${is} on node ${node}, which the layout does not have.`);
  if (owner.memdev !== undefined) {
    const ram = document.backends.find(({ id }) => id === owner.memdev);
    return no(
      `Node ${node} has boot memory (${owner.memdev}${ram === undefined ? '' : `, ${bytesText(ram.size)}`}) beside ${name}: the mark is of a whole node, and would take both.`,
    );
  }
  if (all.length > 1) return no(`${name} share node ${node}: a node takes one backend, and so one stack.`);
  return gapBefore(document, startup, stack);
}

/** An address asked for that leaves room free in front: boot memory has no gaps. */
function gapBefore(document: LayoutDocument, { devices, map }: Startup, stack: Stack): readonly Said[] {
  const device = document.devices[stack.index];
  const placed = devices.find(({ ordinal }) => ordinal === stack.index);
  const asked = device?.kind === 'sp-mem' ? (device.addr ?? 0) : 0;
  if (asked === 0 || placed === undefined || map?.deviceMemory === undefined) return [];
  const below = devices
    .filter(({ address, placed: hasPlace }) => hasPlace && address < placed.address)
    .map(({ address, size }) => address + size);
  const floor = [map.deviceMemory.base, ...below].reduce((a, b) => (a > b ? a : b));
  const start = floor + ((placed.alignment - (floor % placed.alignment)) % placed.alignment);
  if (placed.address <= start) return [];
  return [
    {
      topic: 'place',
      text: `${stack.name} lies at ${formatAddress(narrow(placed.address))}, as addr asks, ${bytesText(narrow(placed.address - start))} above what lies below it: boot memory has no gaps.`,
      path: `${stack.path}.addr`,
    },
  ];
}
