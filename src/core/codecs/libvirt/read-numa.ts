/** `<cpu>`: the model, the topology, and the cells of `<numa>`. */
import type { Access, Cell, CellCache, CpuChoice, Interconnect, Topology } from './domain';
import { child, childrenOf, originOf, type Reading } from './reading';
import { MIB } from './size';
import type { XmlElement } from './xml-tree';

const FEATURES: Readonly<Record<string, string>> = {
  force: 'on',
  require: 'on',
  optional: 'on',
  disable: 'off',
  forbid: 'off',
};

/** A host's CPU is not in the text; what is known of it stays, its model is QEMU's own until somebody chooses. */
const HOST_MODES = ['host-passthrough', 'host-model'];

export function readCpu(reading: Reading, element: XmlElement | undefined): CpuChoice | undefined {
  if (element === undefined) return undefined;
  reading.take(element, 'mode', 'match', 'check', 'migratable', 'deprecated_features');
  const mode = element.attributes.get('mode') ?? 'custom';
  const model = child(element, 'model');
  if (model !== undefined) reading.take(model, 'fallback', 'vendor_id');
  const from = originOf(element);
  if (HOST_MODES.includes(mode)) {
    reading.note(
      from,
      `${mode} is the CPU of the host, which the text does not name: QEMU’s default model stands in for it. Its vendor and address bits decide the memory map; choose the model under CPU.`,
    );
  }
  const features = readFeatures(reading, element);
  const physBits = readAddressBits(reading, element);
  const name = mode === 'maximum' ? 'max' : HOST_MODES.includes(mode) ? undefined : model?.text;
  return {
    ...(name === undefined || name === '' ? {} : { model: name }),
    features: name === undefined ? [] : features,
    ...(physBits === undefined ? {} : { physBits }),
    from,
  };
}

function readFeatures(reading: Reading, element: XmlElement): readonly string[] {
  return childrenOf(element, 'feature').flatMap((feature) => {
    reading.take(feature, 'policy', 'name');
    const state = FEATURES[feature.attributes.get('policy') ?? 'require'];
    const name = feature.attributes.get('name') ?? '';
    return state === undefined || !/^[\w.-]+$/.test(name) ? [] : [`${name}=${state}`];
  });
}

function readAddressBits(reading: Reading, cpu: XmlElement): number | undefined {
  const element = child(cpu, 'maxphysaddr');
  if (element === undefined) return undefined;
  reading.take(element, 'mode', 'bits', 'limit');
  if (element.attributes.get('mode') === 'emulate') return reading.count(element, 'bits', 64);
  const limit = element.attributes.get('limit');
  reading.note(
    originOf(element),
    `The guest gets the host’s address bits${limit === undefined ? '' : `, at most ${limit}`}, which the text does not name: set them under CPU.`,
  );
  return undefined;
}

export function readTopology(reading: Reading, cpu: XmlElement | undefined): Topology | undefined {
  const element = child(cpu, 'topology');
  if (element === undefined) return undefined;
  reading.take(element, 'sockets', 'dies', 'clusters', 'cores', 'threads');
  const level = (name: string): number => reading.count(element, name) ?? 1;
  return {
    sockets: level('sockets'),
    dies: level('dies'),
    clusters: level('clusters'),
    cores: level('cores'),
    threads: level('threads'),
  };
}

const accessOf = (text: string | undefined): Access | undefined =>
  text === 'shared' || text === 'private' ? text : undefined;
export { accessOf };

export const yesNo = (text: string | undefined): boolean | undefined =>
  text === 'yes' ? true : text === 'no' ? false : undefined;

/** Cells by id; libvirt numbers those without one by their place (virDomainNumaDefParseXML). */
export function readCells(reading: Reading, numa: XmlElement | undefined): readonly Cell[] {
  if (numa !== undefined) reading.take(numa);
  return childrenOf(numa, 'cell')
    .map((element, index) => readCell(reading, element, index))
    .sort((a, b) => a.id - b.id);
}

function readCell(reading: Reading, element: XmlElement, index: number): Cell {
  reading.take(element, 'id', 'cpus', 'memory', 'unit', 'memAccess', 'discard');
  const cpus = element.attributes.get('cpus');
  const memory = element.attributes.has('memory') ? reading.size(element, 'memory', MIB) : 0;
  const access = accessOf(element.attributes.get('memAccess'));
  const discard = yesNo(element.attributes.get('discard'));
  const distances = child(element, 'distances');
  if (distances !== undefined) reading.take(distances);
  return {
    id: reading.count(element, 'id', 127) ?? index,
    cpus: cpus === undefined || cpus.trim() === '' ? [] : (reading.indices(element, cpus) ?? []),
    memory: memory ?? 0,
    ...(access === undefined ? {} : { access }),
    ...(discard === undefined ? {} : { discard }),
    distances: childrenOf(distances, 'sibling').flatMap((sibling) => {
      reading.take(sibling, 'id', 'value');
      const to = reading.count(sibling, 'id', 127);
      const value = reading.count(sibling, 'value', 255);
      return to === undefined || value === undefined ? [] : [{ to, value }];
    }),
    caches: childrenOf(element, 'cache').flatMap((cache) => readCache(reading, cache)),
    from: originOf(element),
  };
}

const ASSOCIATIVITY: Readonly<Record<string, string>> = { none: 'none', direct: 'direct', full: 'complex' };
const POLICY: Readonly<Record<string, string>> = {
  none: 'none',
  writeback: 'write-back',
  writethrough: 'write-through',
};

function readCache(reading: Reading, element: XmlElement): readonly CellCache[] {
  reading.take(element, 'level', 'associativity', 'policy');
  const [sizeElement, lineElement] = [child(element, 'size'), child(element, 'line')];
  const part = (inner: XmlElement | undefined): number => {
    if (inner === undefined) return 0;
    reading.take(inner, 'value', 'unit');
    return reading.size(inner, 'value', 1) ?? 0;
  };
  const level = reading.count(element, 'level', 3);
  if (level === undefined) return [];
  return [
    {
      level,
      associativity: ASSOCIATIVITY[element.attributes.get('associativity') ?? 'none'] ?? 'none',
      policy: POLICY[element.attributes.get('policy') ?? 'none'] ?? 'none',
      size: part(sizeElement),
      line: part(lineElement),
      from: originOf(element),
    },
  ];
}

export function readInterconnects(reading: Reading, numa: XmlElement | undefined): readonly Interconnect[] {
  const list = child(numa, 'interconnects');
  if (list !== undefined) reading.take(list);
  return (list?.children ?? []).flatMap((element) => {
    const what = element.name;
    if (what !== 'latency' && what !== 'bandwidth') return [];
    reading.take(element, 'initiator', 'target', 'cache', 'type', 'value', 'unit');
    const initiator = reading.count(element, 'initiator', 127);
    const target = reading.count(element, 'target', 127);
    const value = what === 'latency' ? reading.count(element, 'value') : reading.size(element, 'value');
    if (initiator === undefined || target === undefined || value === undefined) return [];
    const cache = reading.count(element, 'cache', 3) ?? 0;
    const access = element.attributes.get('type') ?? 'access';
    return [{ what, initiator, target, cache, access, value, from: originOf(element) }];
  });
}
