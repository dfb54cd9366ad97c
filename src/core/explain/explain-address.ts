/** From any address: which rule made it what it is, the sums behind its borders, and what would make it something else. */
import { ADDR_LIMIT } from '../base/addr';
import { formatAddress, formatSize } from '../base/size-text';
import type { LayoutDocument } from '../document/schema';
import type { ReasonStep, Region } from '../space/region';
import { narrow } from '../stages/narrow';
import { bordersOf } from './borders';
import type { AddressExplanation } from './explanation';
import { otherwiseOf } from './otherwise';
import { pieceAt, worldOf, type World } from './world';

/** The nearest address that a machine can have. */
const clamped = (address: number): number =>
  Number.isFinite(address) ? Math.min(Math.max(0, Math.floor(address)), ADDR_LIMIT - 1) : 0;

/** What the address is told beside the rule of its piece. */
function remarks(world: World, region: Region, address: number): ReasonStep[] {
  const { map, memory, cpu } = world.context.startup;
  const steps: ReasonStep[] = [];
  if (region.kind === 'device-memory-window' && map?.deviceMemory !== undefined && memory !== undefined) {
    const budget = narrow(map.deviceMemory.base + memory.maxram - memory.ram);
    if (address >= budget && memory.slots > 0n) {
      steps.push({
        text: `From ${formatAddress(budget)} on the window exists only because of slots: room for alignment, no room for more memory.`,
        path: 'memory.slots',
      });
    }
  }
  if (region.range.start < world.partition.limit && address >= world.cpuEnd) {
    steps.push({
      text: `The CPU has ${cpu?.physBits ?? 'fewer'} address bits and ends at ${formatAddress(world.cpuEnd - 1)}: this address is ${formatSize(address - world.cpuEnd)} past it, so QEMU will not start.`,
      path: 'cpu.physBits',
    });
  }
  return steps;
}

/** Steps to the explanation, each of which gives how much of the search for something else is done, 0 to 1. */
export function* explainInSteps(document: LayoutDocument, given: number): Generator<number, AddressExplanation> {
  const address = clamped(given);
  const world = worldOf(document);
  const region = pieceAt(world, address);
  const borders = bordersOf(world, region);
  const otherwise = yield* otherwiseOf(world, region, address, borders);
  const { range, kind, name, why } = region;
  return {
    address,
    range,
    kind,
    name,
    rule: why.rule,
    steps: [...why.steps, ...remarks(world, region, address)],
    borders,
    otherwise,
    ...(why.cite === undefined ? {} : { cite: why.cite }),
  };
}

/** @param address any number; what no machine has is taken for the nearest address that one can have */
export function explainAddress(document: LayoutDocument, address: number): AddressExplanation {
  const steps = explainInSteps(document, address);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
