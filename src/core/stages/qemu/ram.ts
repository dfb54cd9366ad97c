/** RAM as QEMU maps it: below 4 GiB, and the rest from `start`; each NUMA node takes the next bytes of that row. */
import { RAM, SOFT_RESERVED } from '../../base/e820';
import { formatAddress, formatSize } from '../../base/size-text';
import { intersection, range, subtract } from '../../base/range';
import { boardOf, largestShare, unmoved } from '../../qemu/growth';
import type { AddressMap, Numa, Startup } from '../../qemu/machine';
import type { DocPath, Provenance, ReasonStep, Region } from '../../space/region';
import { narrow } from '../narrow';
import { markOf, whyMarked } from './marks';
import type { StageContext } from '../stage';

interface Piece {
  readonly offset: bigint;
  readonly length: bigint;
  readonly node?: number;
  readonly memdev?: string;
}

/** Nodes laid end to end in id order (hw/core/numa.c, numa_complete_configuration); one piece without nodes. */
function pieces(ram: bigint, numa: Numa | undefined): Piece[] {
  const owners = (numa?.nodes ?? []).filter((node) => node.size > 0n);
  if (owners.length === 0) return [{ offset: 0n, length: ram }];
  let offset = 0n;
  return owners.map((node) => {
    const piece = {
      offset,
      length: node.size,
      node: node.id,
      ...(node.memdev === undefined ? {} : { memdev: node.memdev }),
    };
    offset += node.size;
    return piece;
  });
}

function whyLow(context: StageContext, map: AddressMap): Provenance {
  const { machine, memory } = context.startup;
  const total = memory?.ram ?? map.below + map.above;
  const family = machine?.version.family;
  const steps: ReasonStep[] = [
    { text: `The guest has ${formatSize(Number(total))} of RAM.`, path: 'memory.size' },
    {
      text: family?.explainSplit(total, machine?.maxRamBelow4g ?? 0n) ?? '',
      path: machine !== undefined && machine.maxRamBelow4g > 0n ? 'machine.maxRamBelow4g' : 'machine.type',
    },
  ];
  return {
    rule: `${family?.id ?? 'machine'}/ram-below-4g`,
    steps: steps.filter((step) => step.text !== ''),
    cite: { project: 'qemu', version: '11.1', place: family?.splitCitation ?? 'hw/i386' },
  };
}

function whyHigh({ startup }: StageContext, map: AddressMap): Provenance {
  const rest: ReasonStep = {
    text: `The ${formatSize(Number(map.above))} that do not fit below 4 GiB start at ${formatAddress(narrow(map.start))}.`,
    path: 'memory.size',
  };
  if (!map.moved) {
    return {
      rule: 'machine/ram-above-4g',
      steps: [rest],
      cite: { project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_memory_init' },
    };
  }
  return {
    rule: 'machine/ram-above-1t',
    steps: [
      {
        text: 'The CPU is an AMD model, whose HyperTransport range 0xfd00000000-0xffffffffff devices cannot reach by DMA.',
        path: 'cpu.model',
      },
      whyMoved(startup),
      rest,
    ],
    cite: { project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_memory_init: above_4g_mem_start' },
  };
}

/** The rule compares the highest address reserved for growth, so that the setting behind most of it is the cause, and not RAM. */
function whyMoved(startup: Startup): ReasonStep {
  const board = boardOf(startup);
  const share = board === undefined ? undefined : largestShare(board);
  const highest = board === undefined ? '' : `, 0x${unmoved(board).maxGuestAddress.toString(16)},`;
  return {
    text: `From 4 GiB on, the highest address reserved for growth${highest} would reach 0xfd00000000; most of that is ${share?.name ?? 'room for growth'}. So RAM above 4 GiB, window and 64-bit PCI hole move to 1 TiB.`,
    path: share?.path ?? 'memory.maxmem',
  };
}

const pathOfPiece = (context: StageContext, piece: Piece): DocPath => {
  const node = context.document.nodes.findIndex((candidate) => candidate.id === piece.node);
  return node < 0 ? 'memory.size' : `nodes.${node}`;
};

/** A region with what a patch made of it: the marked part is what the table says it is, whoever's memory it is. */
function marked(context: StageContext, regions: readonly Region[]): Region[] {
  const records = context.startup.marking?.records ?? [];
  return records.reduce<Region[]>(
    (all, record) => {
      const mark = markOf(context, record.mark);
      if (mark === undefined || record.type === RAM) return all;
      const span = range(narrow(record.base), narrow(record.base + record.length));
      return all.flatMap((region) => {
        const part = intersection(region.range, span);
        if (part === undefined) return [region];
        const why = whyMarked(context, mark);
        const made: Region = {
          ...region,
          range: part,
          kind: record.type === SOFT_RESERVED ? 'soft-reserved' : 'reserved',
          name: ownName(context, region),
          why: { ...why, steps: [...region.why.steps, ...why.steps] },
        };
        const rest = subtract(region.range, span).map((piece) => ({ ...region, range: piece }));
        return [
          ...rest.filter((piece) => piece.range.start < part.start),
          made,
          ...rest.filter((piece) => piece.range.start > part.start),
        ];
      });
    },
    [...regions],
  );
}

/** The backend that the bytes come from. */
const ownName = ({ startup, document }: StageContext, { node, name }: Region): string =>
  startup.numa?.nodes.find(({ id }) => id === node)?.memdev ?? document.machine.memoryBackend ?? name;

/** The RAM regions of the guest's address space, in address order. */
export function ramRegions(context: StageContext, map: AddressMap): Region[] {
  const regions = plainRegions(context, map);
  return context.startup.marking === undefined ? regions : marked(context, regions);
}

function plainRegions(context: StageContext, map: AddressMap): Region[] {
  const low = whyLow(context, map);
  const high = whyHigh(context, map);
  const total = context.startup.memory?.ram ?? 0n;
  const regions: Region[] = [];
  const add = (piece: Piece, from: bigint, to: bigint, guest: bigint, name: string, why: Provenance) => {
    const start = narrow(guest + from);
    const end = narrow(guest + to);
    if (start >= end) return;
    const owner = pathOfPiece(context, piece);
    regions.push({
      range: range(start, end),
      kind: 'ram',
      name,
      owner,
      ...(piece.node === undefined ? {} : { node: piece.node }),
      why,
    });
  };
  const least = (a: bigint, b: bigint) => (a < b ? a : b);
  for (const piece of pieces(total, context.startup.numa)) {
    const end = piece.offset + piece.length;
    if (piece.offset < map.below) {
      add(piece, piece.offset, least(end, map.below), 0n, map.above > 0n ? 'RAM low' : 'RAM', low);
    }
    if (end > map.below) {
      const from = piece.offset > map.below ? piece.offset - map.below : 0n;
      add(piece, from, end - map.below, map.start, 'RAM high', high);
    }
  }
  return regions;
}
