/** Both borders of a piece of the map, each as a sum that ends there exactly. */
import { ADDR_LIMIT, GiB, TiB } from '../base/addr';
import { HYPER_TRANSPORT } from '../base/e820';
import type { AddressMap, MemoryOptions } from '../qemu/machine';
import type { Region } from '../space/region';
import type { Border, Term } from './explanation';
import {
  cxlSums,
  deviceStart,
  holeSums,
  lowEnd,
  nameOf,
  offsetAbove,
  offsetBelow,
  ramEnd,
  ramStart,
  total,
  windowEnd,
  windowStart,
  type Sum,
} from './sums';
import type { World } from './world';

/** An area with the sums of both its ends. */
interface Area {
  readonly name: string;
  readonly start: Sum;
  readonly end: Sum;
}

const FOUR_GIB: Sum = [{ label: '4 GiB', value: BigInt(4 * GiB) }];
const NOWHERE: Sum = [{ label: 'start of the address space', value: 0n }];

/** RAM, whole and node by node. */
function ramAreas({ context }: World, map: AddressMap): Area[] {
  const low = lowEnd(context, map);
  const areas: Area[] = [{ name: 'RAM below 4 GiB', start: NOWHERE, end: low }];
  if (map.above > 0n) areas.push({ name: 'RAM above 4 GiB', start: ramStart(map), end: ramEnd(map) });
  let offset = 0n;
  const owners = (context.startup.numa?.nodes ?? []).filter(({ size }) => size > 0n);
  for (const [index, { id, size }] of owners.entries()) {
    const end = offset + size;
    const name = `RAM of node ${id}`;
    const below = { start: offsetBelow(context, index), end: end < map.below ? offsetBelow(context, index + 1) : low };
    if (offset < map.below) areas.push({ name, ...below });
    if (end > map.below) {
      areas.push({
        name,
        start: offset > map.below ? offsetAbove(context, map, index) : ramStart(map),
        end: index + 1 === owners.length ? ramEnd(map) : offsetAbove(context, map, index + 1),
      });
    }
    offset = end;
  }
  return areas;
}

function windowAreas({ context }: World, map: AddressMap, memory: MemoryOptions): Area[] {
  if (map.deviceMemory === undefined) return [];
  const { base } = map.deviceMemory;
  const devices = context.startup.devices
    .filter(({ placed }) => placed)
    .map((device): Area => {
      const start = deviceStart(context, map, base, device);
      const index = context.words[(context.startup.options[device.option]?.word ?? -1) + 1];
      const size = { label: nameOf(device), value: device.size };
      return {
        name: nameOf(device),
        start,
        end: [...start, index?.path === undefined ? size : { ...size, path: index.path }],
      };
    });
  const window = { start: windowStart(map, base), end: windowEnd(map, base, memory) };
  return [...devices, { name: 'the device-memory window', ...window }];
}

function fixedAreas({ context, cpuEnd }: World, map: AddressMap, memory: MemoryOptions): Area[] {
  const cxl = cxlSums(map, memory);
  const [holeStart, holeEnd] = holeSums(map, memory);
  const tib: Sum = [{ label: '1 TiB', value: BigInt(TiB) }];
  const bits = context.startup.cpu?.physBits;
  return [
    ...(cxl === undefined
      ? []
      : [
          { name: 'the CXL registers', start: cxl.registers[0], end: cxl.registers[1] },
          ...cxl.windows.map(([start, end], index) => ({ name: `CXL window ${index}`, start, end })),
        ]),
    { name: 'the 64-bit PCI hole', start: holeStart, end: holeEnd },
    { name: 'the space below 4 GiB', start: lowEnd(context, map), end: FOUR_GIB },
    ...(map.hyperTransportReserved
      ? [
          {
            name: 'the HyperTransport range',
            start: [
              ...tib,
              {
                label: 'less what HyperTransport takes',
                value: BigInt(HYPER_TRANSPORT.start - TiB),
                path: 'cpu.model',
              },
            ],
            end: tib,
          },
        ]
      : []),
    {
      name: 'the address space',
      start: NOWHERE,
      end: [
        {
          label: bits === undefined ? 'the address space' : `${bits} address bits`,
          value: BigInt(cpuEnd),
          path: 'cpu.physBits',
        },
      ],
    },
  ];
}

function areasOf(world: World): readonly Area[] {
  const { map, memory } = world.context.startup;
  if (map === undefined || memory === undefined) return [];
  return [...windowAreas(world, map, memory), ...ramAreas(world, map), ...fixedAreas(world, map, memory)];
}

/** What ends at an address is why the next thing may begin there, so either kind of border will do; the same kind first. */
function sumAt(areas: readonly Area[], at: number, kind: 'start' | 'end'): { sum: Sum; name: string } | undefined {
  const other = kind === 'start' ? 'end' : 'start';
  for (const side of [kind, other] as const) {
    const area = areas.find((each) => total(each[side]) === BigInt(at));
    if (area !== undefined) return { sum: area[side], name: `${side} of ${area.name}` };
  }
  return undefined;
}

const narrowed = (sum: Sum): readonly Term[] => sum.map((term) => ({ ...term, value: Number(term.value) }));

function border(areas: readonly Area[], region: Region, kind: 'start' | 'end'): Border {
  const at = region.range[kind];
  const own = areas.find(
    ({ start, end }) => total(start) === BigInt(region.range.start) && total(end) === BigInt(region.range.end),
  );
  const found = own === undefined ? sumAt(areas, at, kind) : { sum: own[kind], name: `${kind} of ${own.name}` };
  return found === undefined
    ? { at, name: `${kind} of ${region.name}`, terms: [{ label: fixedLabel(at), value: at }] }
    : { at, name: found.name, terms: narrowed(found.sum) };
}

const fixedLabel = (at: number): string => (at === ADDR_LIMIT ? 'the widest x86 address' : 'always at this address');

export function bordersOf(world: World, region: Region): readonly [Border, Border] {
  const areas = areasOf(world);
  return [border(areas, region, 'start'), border(areas, region, 'end')];
}
