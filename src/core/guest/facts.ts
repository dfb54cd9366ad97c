/** What the guest lists at a moment: boot as the kernel's view has it, and what came and went since. */
import { addr } from '../base/addr';
import type { Range } from '../base/range';
import { resourceLines, type Resource } from '../linux/resource-tree';
import type { BlockRun, DaxDevice, IomemLine, LinuxView } from '../linux/view';
import type { Sureness } from '../space/region';
import { lessSure } from '../space/sureness';
import type { Owner } from './added-memory';
import { contiguous, isOnline, length, type Run } from './blocks';
import { bootBlocks } from './boot-zones';
import type { BlockState, GuestFacts } from './guest';
import { listedNodes } from './node-lists';
import { hasNamespace } from './persistent';
import { rangeOf, regionOf, type GuestState } from './state';
import { validZones, type ZoneSpans } from './zones';

/** Around memory of a device, the line of the device itself. */
const [DEVICE, MEMORY] = [8, 9];

export function factsOf(state: GuestState, onlineAtBoot: number): GuestFacts {
  const { memory, boot } = state;
  const ofBoot = blocksOfBoot(boot.linux);
  return {
    blockSize: memory.blockSize,
    iomem: iomem(state),
    firmwareMemmap: firmwareMemmap(state),
    blocks: blocks(state),
    bootBlocks: bootBlocks(ofBoot, boot.linux),
    blockRuns: blockRuns(state, ofBoot),
    nodes: listedNodes(state),
    dax: boot.linux.dax.map((device) => ({ device, hasDriver: state.kmem.has(device) })),
    memTotalChange: memory.online - onlineAtBoot,
    sure: lessSure(state.sure, boot.recorded ? 'exact' : 'modelled'),
  };
}

const rangeOfRun = ({ first, end }: Run, blockSize: number): Range => ({
  start: addr(first * blockSize),
  end: addr(end * blockSize),
});

/** What of boot does not come and go: without DIMMs, and without what drivers bring. */
function linesOfBoot({ iomem: lines, dimms }: LinuxView): readonly IomemLine[] {
  const starts = new Set(dimms.filter(({ refused }) => refused === undefined).map(({ range }) => range.start));
  return lines.filter(
    ({ since, range, name }) => since === 'boot' && !(name === 'System RAM' && starts.has(range.start)),
  );
}

function iomem(state: GuestState): readonly IomemLine[] {
  const { boot, memory } = state;
  const found: Resource[] = linesOfBoot(boot.linux).map(({ depth, ...line }) => ({ ...line, rank: depth }));
  const list = (range: Range, name: string, rank: number, sure: Sureness): void => {
    found.push({ range, name, sure: lessSure(sure, boot.recorded ? 'exact' : 'modelled'), since: 'boot', rank });
  };
  for (const [device, { name }] of state.virtioMem) list(rangeOf(device), name, DEVICE, 'modelled');
  for (const [device, number] of state.persistent) {
    // Which of several namespaces gets which number is not recorded, nor is a device on PCI.
    const sure = state.persistent.size > 1 || device.pci !== undefined ? 'modelled' : 'exact';
    if (device.pci === undefined) list(rangeOf(device), 'Persistent Memory', DEVICE, 'exact');
    if (hasNamespace(device)) list(rangeOf(device), `namespace${number}.0`, MEMORY, sure);
  }
  for (const [owner, { runs }] of memory.entries()) {
    const { name, sure } = memoryLine(owner);
    for (const run of contiguous(runs)) {
      const range = rangeOfRun(run, memory.blockSize);
      if (isDax(owner)) list(range, owner.name, DEVICE, sure);
      list(range, name, MEMORY, sure);
    }
  }
  return resourceLines(found);
}

const isDax = (owner: Owner): owner is DaxDevice => !('kind' in owner);

function memoryLine(owner: Owner): { readonly name: string; readonly sure: Sureness } {
  if (isDax(owner)) return { name: 'System RAM (kmem)', sure: owner.sure };
  return regionOf(owner) === 'virtio-mem'
    ? { name: 'System RAM (virtio_mem)', sure: 'modelled' }
    : { name: 'System RAM', sure: 'exact' };
}

/** DIMMs of boot by slot, the firmware's table, then DIMMs as they came. What drivers manage is not here. */
function firmwareMemmap({ boot, dimms, memory }: GuestState): GuestFacts['firmwareMemmap'] {
  const { linux } = boot;
  const ofBoot = linux.dimms.filter(({ refused }) => refused === undefined).length;
  const taken = [...dimms].filter(([device]) => memory.get(device) !== undefined).map(([, dimm]) => dimm);
  const listed = (atBoot: boolean) =>
    taken.filter((dimm) => dimm.atBoot === atBoot).map(({ range }) => ({ range, name: 'System RAM' }));
  return [...listed(true), ...linux.firmwareMemmap.slice(ofBoot), ...listed(false)];
}

function blocks({ boot, memory }: GuestState): readonly BlockState[] {
  const { prefersMovable } = boot.linux.hotplug;
  const found: BlockState[] = [];
  const spansOf = new Map<number, ZoneSpans>();
  for (const [, { node, runs }] of memory.entries()) {
    const spans = spansOf.get(node) ?? memory.spans(node);
    spansOf.set(node, spans);
    for (const run of runs) {
      const zones = validZones(run, spans, prefersMovable);
      found.push({ number: run.first, count: length(run), node, isOnline: isOnline(run), zones });
    }
  }
  return found.sort((a, b) => a.number - b.number);
}

function blockRuns({ memory }: GuestState, ofBoot: readonly BlockRun[]): readonly BlockRun[] {
  const found: BlockRun[] = [...ofBoot];
  for (const [, { node, runs }] of memory.entries()) {
    for (const run of contiguous(runs)) found.push({ first: run.first, count: length(run), node, since: 'boot' });
  }
  const joined: BlockRun[] = [];
  for (const run of found.sort((a, b) => a.first - b.first)) {
    const last = joined.at(-1);
    if (last !== undefined && last.node === run.node && last.first + last.count === run.first) {
      joined[joined.length - 1] = { ...last, count: last.count + run.count };
    } else {
      joined.push(run);
    }
  }
  return joined;
}

/** Of boot RAM: DIMMs that were there at boot may have gone. */
function blocksOfBoot({ blocks: runs, dimms, blockSize }: LinuxView): readonly BlockRun[] {
  const gone = dimms
    .filter(({ refused }) => refused === undefined)
    .map(({ range }): Run => ({ first: range.start / blockSize, end: range.end / blockSize }))
    .sort((a, b) => a.first - b.first);
  return runs
    .filter(({ since }) => since === 'boot')
    .flatMap(({ first, count, node }) => {
      const left: BlockRun[] = [];
      let at = first;
      for (const dimm of gone) {
        if (dimm.end <= at || dimm.first >= first + count) continue;
        if (dimm.first > at) left.push({ first: at, count: dimm.first - at, node, since: 'boot' });
        at = dimm.end;
      }
      if (at < first + count) left.push({ first: at, count: first + count - at, node, since: 'boot' });
      return left;
    });
}
