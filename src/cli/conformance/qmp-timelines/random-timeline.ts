/** Random machines, and what is asked of them while they run: by QMP, and by a guest's ACPI code at the hotplug registers. */
import type { Random } from '../../random';

const [MiB, GiB] = [2 ** 20, 2 ** 30];

type Command = Readonly<Record<string, unknown>>;
/** A step in the form of `timeline` requests. */
export type Step = { readonly execute: string; readonly arguments?: Command } | { readonly qtest: string };

export interface RandomTimeline {
  readonly args: readonly string[];
  readonly steps: readonly Step[];
}

type Kind = 'pc-dimm' | 'nvdimm' | 'virtio-mem-pci' | 'virtio-pmem-pci' | 'sp-mem';

interface Shape {
  readonly family: 'q35' | 'pc';
  readonly slots: number;
  readonly nodes: number;
  readonly windowBase: number;
  /** Root ports, each of which holds one device. */
  readonly ports: number;
}

/** What the sender of commands believes to be there; QEMU may know better. */
interface Believed {
  readonly backends: Map<string, number>;
  readonly devices: Map<string, Kind>;
  count: number;
}

const ask = (execute: string, given?: Command): Step =>
  given === undefined ? { execute } : { execute, arguments: given };

export function randomTimeline(random: Random): RandomTimeline {
  const shape = randomShape(random);
  const believed: Believed = { backends: new Map(), devices: new Map(), count: 0 };
  const args = [...machineWords(random, shape), ...coldWords(random, shape, believed)];
  const steps: Step[] = [];
  const length = random.between(4, 22);
  while (steps.length < length) steps.push(...randomStep(random, shape, believed));
  return { args, steps: [...steps, ask('query-memory-devices')] };
}

function randomShape(random: Random): Shape {
  const family = random.chance(0.75) ? 'q35' : 'pc';
  return {
    family,
    slots: random.pick([0, 1, 2, 3, 4, 4, 8, 32]),
    nodes: random.pick([0, 1, 1, 2, 3]),
    windowBase: random.pick([4, 4, 5, 6]) * GiB,
    ports: family === 'q35' ? random.below(4) : 0,
  };
}

function machineWords(random: Random, { family, slots, nodes, ports }: Shape): string[] {
  const versions = ['', '', '', '-11.1', '-10.0', '-9.0', '-8.2', '-7.2', '-6.2', '-6.0'] as const;
  const version = random.pick(versions);
  const type = version === '' ? family : `pc-${family === 'pc' ? 'i440fx' : 'q35'}${version}`;
  const memory = random.pick([1, 1, 2, 4]);
  const sizes = `${memory}G${slots > 0 ? `,slots=${slots}` : ''},maxmem=${memory + random.pick([1, 2, 4, 6, 16])}G`;
  return [
    ...['-machine', `${type}${random.chance(0.4) ? ',nvdimm=on' : ''}${random.chance(0.05) ? ',acpi=off' : ''}`],
    ...['-m', sizes, '-cpu', 'qemu64,phys-bits=46'],
    ...(nodes > 0
      ? ['-object', `memory-backend-ram,id=boot,size=${memory}G,reserve=off`, '-numa', 'node,memdev=boot']
      : []),
    ...Array.from({ length: Math.max(0, nodes - 1) }, () => ['-numa', 'node']).flat(),
    ...Array.from({ length: ports }, (_, index) => [
      '-device',
      `pcie-root-port,id=rp${index},chassis=${index + 1},bus=pcie.0`,
    ]).flat(),
  ];
}

/** Memory that is there at the start. */
function coldWords(random: Random, shape: Shape, believed: Believed): string[] {
  const words: string[] = [];
  for (let count = random.below(3); count > 0; count -= 1) {
    const id = `c${count}`;
    const size = random.pick([128, 256, 512]) * MiB;
    words.push('-object', `memory-backend-ram,id=${id},size=${size / MiB}M,reserve=off`);
    believed.backends.set(id, size);
    if (!random.chance(0.5)) continue;
    const kind: Kind = shape.slots > 2 ? random.pick(['pc-dimm', 'sp-mem']) : 'sp-mem';
    words.push('-device', `${kind},id=d-${id},memdev=${id}`);
    believed.devices.set(`d-${id}`, kind);
  }
  return words;
}

function randomStep(random: Random, shape: Shape, believed: Believed): readonly Step[] {
  const list = random.chance(0.6) ? [ask('query-memory-devices')] : [];
  const draws: readonly (readonly [weight: number, steps: () => readonly Step[]])[] = [
    [34, () => [...objectAdd(random, believed), ...deviceAdd(random, shape, believed), ...list]],
    [16, () => [...unplug(random, shape, believed), ...list]],
    [8, () => [resize(random, believed), ...list]],
    [6, () => deviceAdd(random, shape, believed)],
    [6, () => objectAdd(random, believed)],
    [6, () => [ask('object-del', { id: someName(random, [...believed.backends.keys(), 'boot']) })]],
    [6, () => [property(random, believed)]],
    [4, () => [ask('system_reset'), ...list]],
    [4, () => [ask('query-acpi-ospm-status')]],
    [6, () => guestAccesses(random, shape)],
    [4, () => [malformed(random, believed)]],
  ];
  let at = random.below(draws.reduce((sum, [weight]) => sum + weight, 0));
  return draws.find(([weight]) => (at -= weight) < 0)?.[1]() ?? [];
}

function someName(random: Random, names: readonly string[]): string {
  if (names.length === 0 || random.chance(0.06)) return 'nobody';
  return names[random.below(names.length)] ?? 'nobody';
}

function objectAdd(random: Random, believed: Believed): Step[] {
  const id = random.chance(0.06) ? someName(random, [...believed.backends.keys()]) : `m${(believed.count += 1)}`;
  const size = randomSize(random);
  believed.backends.set(id, size);
  const type = random.pick(['ram', 'ram', 'ram', 'memfd'] as const);
  return [
    ask('object-add', {
      'qom-type': `memory-backend-${type}`,
      id,
      size,
      reserve: false,
      ...(random.chance(0.2) ? { share: random.chance(0.5) } : {}),
    }),
  ];
}

function randomSize(random: Random): number {
  if (random.chance(0.06)) return random.pick([0, 4096, MiB, 3 * MiB, 130 * MiB + 4096]);
  return random.chance(0.8) ? random.pick([128, 256, 512, 1024, 2048, 4096]) * MiB : 2 * random.between(1, 900) * MiB;
}

function deviceAdd(random: Random, shape: Shape, believed: Believed): Step[] {
  const kind = random.pick<Kind>([
    'pc-dimm',
    'pc-dimm',
    'pc-dimm',
    'pc-dimm',
    'nvdimm',
    'virtio-mem-pci',
    'virtio-pmem-pci',
    'sp-mem',
  ]);
  const memdev = random.chance(0.85) ? `m${believed.count}` : someName(random, [...believed.backends.keys()]);
  const id = random.chance(0.08) ? someName(random, [...believed.devices.keys()]) : `d${believed.count}`;
  const given: Record<string, unknown> = { driver: kind, memdev };
  if (!random.chance(0.08)) {
    given['id'] = id;
    believed.devices.set(id, kind);
  }
  if (random.chance(0.2) && kind !== 'virtio-pmem-pci') given['node'] = random.below(shape.nodes + 2);
  if (random.chance(0.15)) given[kind.startsWith('virtio') ? 'memaddr' : 'addr'] = randomAddress(random, shape);
  if (random.chance(0.1) && kind.endsWith('dimm')) given['slot'] = random.between(-1, shape.slots + 1);
  if (kind.startsWith('virtio') && shape.ports > 0 && random.chance(0.8))
    given['bus'] = `rp${random.below(shape.ports)}`;
  if (kind === 'virtio-mem-pci') {
    given['block-size'] = random.pick([2, 2, 4, 128]) * MiB;
    if (random.chance(0.3)) given['requested-size'] = random.pick([0, 2, 128, 256]) * MiB;
  }
  return [ask('device_add', given)];
}

function randomAddress(random: Random, { windowBase }: Shape): number {
  if (random.chance(0.08)) return random.pick([0, 0x1000, 2 ** 45]);
  return windowBase + random.below(64) * random.pick([2 * MiB, 128 * MiB, 256 * MiB, GiB]);
}

/** With the guest's part: it agrees, refuses, says nothing, or does something else. */
function unplug(random: Random, shape: Shape, believed: Believed): Step[] {
  const name = someName(random, [...believed.devices.keys()]);
  const path = random.chance(0.1) ? `/machine/peripheral/${name}` : name;
  const steps = [ask('device_del', { id: path })];
  if (shape.slots === 0 || random.chance(0.2)) return steps;
  const slot = random.below(Math.min(shape.slots, 6));
  steps.push({ qtest: `outl 0xa00 ${slot}` }, { qtest: 'inb 0xa14' });
  if (random.chance(0.25)) {
    steps.push({ qtest: 'outl 0xa04 3' }, { qtest: 'outl 0xa08 130' }, { qtest: 'outb 0xa14 0x4' });
  } else {
    if (random.chance(0.6)) steps.push({ qtest: 'outb 0xa14 0x4' });
    steps.push({ qtest: 'outb 0xa14 0x8' });
    if (random.chance(0.5)) steps.push({ qtest: 'outl 0xa04 3' }, { qtest: 'outl 0xa08 0' });
  }
  return steps;
}

function resize(random: Random, believed: Believed): Step {
  const virtio = [...believed.devices].flatMap(([name, kind]) => (kind === 'virtio-mem-pci' ? [name] : []));
  const path = someName(random, virtio.length === 0 ? [...believed.devices.keys()] : virtio);
  const value = random.chance(0.1)
    ? random.pick<unknown>(['8M', true, 1, -1, 1.5])
    : random.pick([0, 2, 4, 128, 256, 512, 8192]) * MiB;
  return ask('qom-set', { path, property: 'requested-size', value });
}

const PROPERTIES = [
  'addr',
  'memaddr',
  'slot',
  'node',
  'size',
  'memdev',
  'hotplugged',
  'hotpluggable',
  'requested-size',
  'block-size',
  'type',
  'realized',
  'nothing',
] as const;

function property(random: Random, believed: Believed): Step {
  const path = someName(random, [...believed.devices.keys()]);
  const name = random.pick(PROPERTIES);
  // Taking a device back this way is left to nobody.
  if (random.chance(0.7) || name === 'realized') return ask('qom-get', { path, property: name });
  return ask('qom-set', { path, property: name, value: random.pick<unknown>([0, 'x', true]) });
}

function guestAccesses(random: Random, { slots }: Shape): Step[] {
  return Array.from({ length: random.between(1, 5) }, (): Step => {
    const port = `0xa${random.pick(['00', '04', '08', '0c', '10', '14', '14', '01', '06', '18'])}`;
    const letter = random.pick(['b', 'w', 'l', 'l']);
    if (random.chance(0.6)) return { qtest: `in${letter} ${port}` };
    return { qtest: `out${letter} ${port} ${random.pick([0, 1, 2, 3, 4, 8, slots, 0x10a])}` };
  });
}

function malformed(random: Random, believed: Believed): Step {
  const name = someName(random, [...believed.devices.keys()]);
  return random.pick<Step>([
    ask('query-nothing'),
    ask('device_del'),
    ask('device_del', { id: 7 }),
    ask('device_del', { id: name, x: 1 }),
    ask('object-del', {}),
    ask('object-add', { 'qom-type': 'memory-backend-ram', id: 'm 1', size: MiB }),
    ask('object-add', { 'qom-type': 'memory-backend-ram', size: MiB }),
    ask('object-add', { 'qom-type': 'memory-backend-ram', id: 'bad', size: '1G' }),
    ask('object-add', { 'qom-type': 'memory-backend-ram', id: 'bad', size: MiB, foo: 1 }),
    ask('device_add', { id: 'bad' }),
    ask('device_add', { driver: 'pc-dimm', id: '1bad', memdev: 'm1' }),
    ask('device_add', { driver: 'pc-dimm', id: 'bad', memdev: 'm1', foo: 1 }),
    ask('device_add', { driver: 'pc-dimm', id: 'bad', memdev: 'm1', slot: '1' }),
    ask('qom-get', { path: name }),
    ask('qom-set', { path: name, property: 'requested-size' }),
  ]);
}
