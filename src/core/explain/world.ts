/** A layout as QEMU lays it out, and what an address of it is. */
import { addr, ADDR_LIMIT, type Addr } from '../base/addr';
import type { Range } from '../base/range';
import { formatAddress } from '../base/size-text';
import { commandLine } from '../codecs/command-line-writer';
import { dialectOf } from '../dialects/index';
import type { LayoutDocument } from '../document/schema';
import { bootChoice } from '../plan/boot-choice';
import { startUp } from '../qemu/startup';
import { regionAt, type Partition } from '../space/partition';
import type { Provenance, Region } from '../space/region';
import { spaceLimit } from '../stages/limit';
import { partitionOf } from '../stages/qemu/index';
import type { StageContext } from '../stages/stage';
import { fixedParts } from './fixed-parts';

export interface World {
  readonly context: StageContext;
  readonly partition: Partition;
  /** Exclusive end of what the CPU addresses. */
  readonly cpuEnd: Addr;
}

export function worldOf(document: LayoutDocument): World {
  const words = commandLine(document);
  const startup = startUp(
    words.map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );
  const context: StageContext = { document, words, startup, boot: bootChoice(document) };
  return { context, partition: partitionOf(context), cpuEnd: spaceLimit(context).cpu };
}

/** What nobody addresses: the CPU has too few address bits, and nothing of the layout lies there. */
function beyond({ context, partition, cpuEnd }: World): Region {
  const bits = context.startup.cpu?.physBits;
  const why: Provenance = {
    rule: 'cpu/address-bits',
    steps: [
      {
        text: `${bits === undefined ? 'The CPU' : `With ${bits} address bits the CPU`} reaches up to ${formatAddress(cpuEnd - 1)}.`,
        path: 'cpu.physBits',
      },
    ],
    cite: { project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_memory_init: phys-bits too low' },
  };
  return {
    range: { start: partition.limit, end: addr(ADDR_LIMIT) },
    kind: 'hole',
    name: 'beyond the address bits',
    why,
  };
}

/** The piece that an address lies in: one of the map's, or a fixed part of one, such as the I/O APIC. */
export function pieceAt(world: World, address: number): Region {
  const region = regionAt(world.partition, address);
  if (region === undefined) return beyond(world);
  return fixedParts(world, region).find(({ range }) => has(range, address)) ?? region;
}

const has = ({ start, end }: Range, at: number): boolean => start <= at && at < end;
