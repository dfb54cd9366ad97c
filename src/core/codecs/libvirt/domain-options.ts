/**
 * The options that libvirt starts QEMU with for a domain, as far as they decide the memory map (qemuBuildCommandLine). Each points
 * at the element that it comes from. What `<qemu:commandline>` has comes last.
 */
import { optionTakesArgument } from '../../qemu/option-names';
import type { TypedOption } from '../qemu-options/typed-option';
import { backendProperties, type Properties } from './backends';
import { bootBytes } from './check-domain';
import type { Cell, Domain, IndexRange, Interconnect, MemoryModule, Origin } from './domain';
import { joined, type Reading } from './reading';
import { KIB, roundUp, MIB } from './size';

const KIB_TEXT = (bytes: number): string => `${bytes / KIB}k`;
const LOCAL = 10;
const REMOTE = 20;

export function domainOptions(reading: Reading, domain: Domain): readonly TypedOption[] {
  const cells = cellsOf(domain);
  return [
    option('machine', machineText(domain, cells), domain.from),
    ...cpuOptions(domain),
    option('m', memoryText(domain, cells), domain.largest?.from ?? domain.total?.from ?? domain.from),
    ...(cells.length > 0
      ? []
      : [object(backendProperties(domain, { id: 'pc.ram', size: bootSize(domain, cells) }), domain.from)]),
    option('smp', smpText(domain), domain.vcpus.from),
    ...cells.flatMap((cell) => cellOptions(domain, cell)),
    ...distanceOptions(cells),
    ...hmatOptions(domain),
    ...holeOptions(domain),
    ...moduleOptions(reading, domain, cells),
    ...domain.others.map(({ driver, id, properties, from }) => device({ driver, id, ...properties }, from)),
    ...domain.boot.map(({ option: name, value, from }) => option(name, value, from)),
    ...argOptions(reading, domain),
  ];
}

function option(name: string, text: string, from: Origin): TypedOption {
  return {
    name,
    typed: `-${name}`,
    text,
    hasArgument: true,
    offsetOf: () => from.start,
    start: from.start,
    length: from.length,
  };
}

const object = (properties: Properties, from: Origin): TypedOption =>
  option('object', JSON.stringify(properties), from);
const device = (properties: Properties, from: Origin): TypedOption =>
  option('device', JSON.stringify(properties), from);

/** Where memory can be plugged there is a node: libvirt makes one of all CPUs (qemuDomainDefNumaAutoAdd). */
function cellsOf(domain: Domain): readonly Cell[] {
  const { cells, largest, vcpus, from } = domain;
  if (cells.length > 0) return withAllCpus(cells, vcpus.most);
  if (largest === undefined) return [];
  const memory = roundUp(bootBytes(domain), MIB);
  return [{ id: 0, cpus: [{ first: 0, last: vcpus.most - 1 }], memory, distances: [], caches: [], from }];
}

/** CPUs that no cell names belong to cell 0 (qemuDomainDefNumaCPUsRectify). */
function withAllCpus(cells: readonly Cell[], most: number): readonly Cell[] {
  const [zero, ...rest] = cells;
  if (zero === undefined || covers(joined(cells.flatMap(({ cpus }) => cpus)), most)) return cells;
  const own: IndexRange[] = [];
  let next = 0;
  for (const { first, last } of joined(rest.flatMap(({ cpus }) => cpus))) {
    if (first > next) own.push({ first: next, last: Math.min(first, most) - 1 });
    next = Math.max(next, last + 1);
  }
  if (next < most) own.push({ first: next, last: most - 1 });
  return [{ ...zero, cpus: own }, ...rest];
}

const covers = ([first]: readonly IndexRange[], most: number): boolean =>
  first !== undefined && first.first === 0 && first.last >= most - 1;

const bootSize = (domain: Domain, cells: readonly Cell[]): number =>
  cells.length > 0 ? cells.reduce((sum, { memory }) => sum + memory, 0) : roundUp(bootBytes(domain), MIB);

const hasHmat = ({ interconnects, cells }: Domain): boolean =>
  interconnects.length > 0 || cells.some(({ caches }) => caches.length > 0);

function machineText(domain: Domain, cells: readonly Cell[]): string {
  const { machine, acpi, modules } = domain;
  return [
    machine.replaceAll(',', ',,'),
    ...(modules.some(({ model }) => model === 'nvdimm') ? ['nvdimm=on'] : []),
    ...(hasHmat(domain) ? ['hmat=on'] : []),
    ...(cells.length > 0 ? [] : ['memory-backend=pc.ram']),
    ...(acpi === undefined ? [] : [`acpi=${acpi ? 'on' : 'off'}`]),
  ].join(',');
}

function cpuOptions({ cpu }: Domain): readonly TypedOption[] {
  if (cpu === undefined || (cpu.model === undefined && cpu.physBits === undefined)) return [];
  const { model = 'qemu64', features, physBits, from } = cpu;
  const words = [model.replaceAll(',', ''), ...features, ...(physBits === undefined ? [] : [`phys-bits=${physBits}`])];
  return [option('cpu', words.join(','), from)];
}

function memoryText(domain: Domain, cells: readonly Cell[]): string {
  const { largest } = domain;
  const size = `size=${KIB_TEXT(bootSize(domain, cells))}`;
  if (largest === undefined) return size;
  const slots = largest.slots === undefined || largest.slots === 0 ? [] : [`slots=${largest.slots}`];
  return [size, ...slots, `maxmem=${KIB_TEXT(largest.bytes)}`].join(',');
}

/** Without a topology, every CPU is a socket. */
function smpText({ vcpus, topology }: Domain): string {
  const { most, now } = vcpus;
  const { sockets, dies, clusters, cores, threads } = topology ?? {
    sockets: most,
    dies: 1,
    clusters: 1,
    cores: 1,
    threads: 1,
  };
  return [
    `${now}`,
    ...(now === most ? [] : [`maxcpus=${most}`]),
    `sockets=${sockets}`,
    ...(dies === 1 ? [] : [`dies=${dies}`]),
    ...(clusters === 1 ? [] : [`clusters=${clusters}`]),
    `cores=${cores}`,
    `threads=${threads}`,
  ].join(',');
}

/** The node that reaches another best: the lowest latency, else the highest bandwidth (virDomainNumaGetNodeInitiator). */
function initiatorOf({ interconnects }: Domain, { id, cpus }: Cell): number | undefined {
  if (cpus.length > 0) return id;
  const reaching = interconnects.filter(({ target }) => target === id);
  const best = (what: Interconnect['what'], isBetter: (a: number, b: number) => boolean): Interconnect | undefined =>
    reaching
      .filter((link) => link.what === what)
      .reduce<Interconnect | undefined>(
        (found, link) => (found === undefined || isBetter(link.value, found.value) ? link : found),
        undefined,
      );
  return (best('latency', (a, b) => a < b) ?? best('bandwidth', (a, b) => a > b))?.initiator;
}

function cellOptions(domain: Domain, cell: Cell): readonly TypedOption[] {
  const { id, cpus, memory, from } = cell;
  const memdev = `ram-node${id}`;
  const initiator = hasHmat(domain) ? initiatorOf(domain, cell) : undefined;
  const node = [
    'node',
    `nodeid=${id}`,
    ...cpus.map(({ first, last }) => `cpus=${first === last ? first : `${first}-${last}`}`),
    ...(initiator === undefined ? [] : [`initiator=${initiator}`]),
    ...(memory === 0 ? [] : [`memdev=${memdev}`]),
  ];
  return [
    ...(memory === 0 ? [] : [object(backendProperties(domain, { id: memdev, size: memory, node: id, cell }), from)]),
    option('numa', node.join(','), from),
  ];
}

/** All pairs as soon as one is neither 10 nor 20; a distance that is said in one direction counts in both. */
function distanceOptions(cells: readonly Cell[]): readonly TypedOption[] {
  const said = new Map<string, number>();
  for (const { id, distances } of cells)
    for (const { to, value } of distances) {
      said.set(`${id} ${to}`, value);
      if (!said.has(`${to} ${id}`)) said.set(`${to} ${id}`, value);
    }
  if (![...said.values()].some((value) => value !== LOCAL && value !== REMOTE)) return [];
  return cells.flatMap(({ id, from }) =>
    cells.map((other) => {
      const value = said.get(`${id} ${other.id}`) ?? (id === other.id ? LOCAL : REMOTE);
      return option('numa', `dist,src=${id},dst=${other.id},val=${value}`, from);
    }),
  );
}

const HIERARCHIES = ['memory', 'first-level', 'second-level', 'third-level'] as const;

function hmatOptions({ interconnects, cells }: Domain): readonly TypedOption[] {
  const links = interconnects.map(({ what, initiator, target, cache, access, value, from }) =>
    option(
      'numa',
      `hmat-lb,initiator=${initiator},target=${target},hierarchy=${HIERARCHIES[cache] ?? 'memory'},data-type=${access}-${what},${what}=${
        what === 'latency' ? value : `${value / KIB}K`
      }`,
      from,
    ),
  );
  const caches = cells.flatMap(({ id, caches: own }) =>
    own.map(({ size, level, associativity, policy, line, from }) =>
      option(
        'numa',
        `hmat-cache,node-id=${id},size=${size},level=${level},associativity=${associativity},policy=${policy},line=${line}`,
        from,
      ),
    ),
  );
  return [...links, ...caches];
}

function holeOptions({ hole, machine }: Domain): readonly TypedOption[] {
  if (hole === undefined) return [];
  const bridge = /q35/.test(machine) ? 'q35-pcihost' : 'i440FX-pcihost';
  return [option('global', `${bridge}.pci-hole64-size=${hole.bytes / KIB}K`, hole.from)];
}

const DRIVERS = {
  dimm: { driver: 'pc-dimm', alias: 'dimm', address: 'addr' },
  nvdimm: { driver: 'nvdimm', alias: 'nvdimm', address: 'addr' },
  'virtio-mem': { driver: 'virtio-mem-pci', alias: 'virtiomem', address: 'memaddr' },
  'virtio-pmem': { driver: 'virtio-pmem-pci', alias: 'virtiopmem', address: 'memaddr' },
} as const;

function moduleOptions(reading: Reading, domain: Domain, cells: readonly Cell[]): readonly TypedOption[] {
  const taken = new Set(domain.modules.flatMap(({ slot }) => (slot === undefined ? [] : [slot])));
  const counts = new Map<string, number>();
  return domain.modules.flatMap((module) => {
    const { model, from } = module;
    if (model === 'sgx-epc') {
      reading.note(from, 'sgx-epc: enclave memory is not part of this address map; the device is left out.');
      return [];
    }
    const { driver, alias, address } = DRIVERS[model];
    const isSlotted = model === 'dimm' || model === 'nvdimm';
    const slot = isSlotted ? (module.slot ?? lowestFree(taken)) : undefined;
    if (slot !== undefined) taken.add(slot);
    const count = counts.get(model) ?? 0;
    counts.set(model, count + 1);
    const id = module.alias ?? `${alias}${slot ?? count}`;
    const backend = backendProperties(domain, {
      id: `mem${id}`,
      size: module.size,
      ...(module.node === undefined ? {} : { node: module.node }),
      cell: cells.find((cell) => cell.id === module.node),
      module,
    });
    const properties = {
      driver,
      ...(model === 'virtio-pmem' || module.node === undefined ? {} : { node: module.node }),
      ...ownProperties(domain, module),
      memdev: `mem${id}`,
      ...(slot === undefined ? {} : { slot }),
      ...(module.base === undefined ? {} : { [address]: module.base }),
      id,
    };
    return [object(backend, from), device(properties, from)];
  });
}

function ownProperties(domain: Domain, module: MemoryModule): Properties {
  const { model, label, isReadOnly, block, requested, dynamicSlots } = module;
  if (model === 'nvdimm') {
    return { ...(label === undefined ? {} : { 'label-size': label }), ...(isReadOnly ? { unarmed: true } : {}) };
  }
  if (model !== 'virtio-mem') return {};
  const isImmediate =
    domain.backing.isImmediate ||
    (module.pageSize !== undefined && module.pageSize > 4 * KIB) ||
    (module.pageSize === undefined && domain.backing.pages.length > 0);
  return {
    ...(block === undefined ? {} : { 'block-size': block }),
    ...(requested === undefined || requested === 0 ? {} : { 'requested-size': requested }),
    ...(dynamicSlots === undefined ? {} : { 'dynamic-memslots': dynamicSlots }),
    ...(isImmediate ? { prealloc: true } : {}),
  };
}

function lowestFree(taken: ReadonlySet<number>): number {
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}

/** Pairs words up as QEMU does. */
function argOptions(reading: Reading, { args }: Domain): readonly TypedOption[] {
  const options: TypedOption[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (word === undefined) break;
    const { text: typed, from } = word;
    if (!typed.startsWith('-') || typed === '-') {
      reading.note(from, `“${typed.slice(0, 80)}” stands alone among the arguments: QEMU takes it as a disk image.`);
      continue;
    }
    const name = typed.replace(/^--?/, '');
    const next = args[at + 1];
    const hasArgument = optionTakesArgument.get(name) ?? (next !== undefined && !next.text.startsWith('-'));
    if (hasArgument && next === undefined) {
      reading.refuse(
        from,
        `QEMU refuses this: ${typed}: requires an argument`,
        `An <qemu:arg> with its value behind it.`,
      );
      break;
    }
    const value = hasArgument ? next : undefined;
    options.push({
      ...option(name === 'M' ? 'machine' : name, value?.text ?? '', value?.from ?? from),
      typed,
      hasArgument,
    });
    if (hasArgument) at += 1;
  }
  return options;
}
