/** `-smp`: which CPUs there can be, and their APIC ids. */
import { err, ok, type Result } from '../base/result';
import type { MachineVersion } from '../machines/machine';
import { inPropertyOrder } from '../options/property-order';
import { parseSigned } from '../options/number';
import type { KeyvalObject } from '../options/keyval';
import type { Topology } from './machine';

/** In the order in which QEMU reads them. */
const KEYS = [
  'cpus',
  'drawers',
  'books',
  'sockets',
  'dies',
  'clusters',
  'modules',
  'cores',
  'threads',
  'maxcpus',
] as const;
type Key = (typeof KEYS)[number];
type Counts = Partial<Record<Key, number>>;

/** QEMU keeps these in C's unsigned int. */
const U32 = 2n ** 32n;
const product = (...factors: readonly number[]): number =>
  Number(factors.reduce((all, factor) => (all * BigInt(factor)) % U32, 1n));

/** Division by a product that wrapped to zero kills QEMU; nothing then fits. */
const quotient = (all: number, by: number): number => (by === 0 ? 0 : Math.floor(all / by));

/** Levels that no x86 machine has. QEMU multiplies by them all the same: a negative one passes as "not above 1". */
const ALIEN = ['drawers', 'books', 'clusters'] as const;

const isKey = (key: string): key is Key => (KEYS as readonly string[]).includes(key);

interface ReadCounts {
  /** As 32 bits keep them. */
  readonly counts: Counts;
  /** One was zero before it was cut. */
  readonly zero: boolean;
  /** Those above 1 before they were cut. */
  readonly above: ReadonlySet<Key>;
}

function readCounts(smp: KeyvalObject): Result<ReadCounts, string> {
  const counts: Counts = {};
  const above = new Set<Key>();
  let zero = false;
  for (const key of KEYS) {
    const value = smp.get(key);
    if (value === undefined) continue;
    if (typeof value !== 'string') return err(`Parameters 'smp.${key}.*' are unexpected`);
    const number = parseSigned(value);
    if (!number.ok) return err(`Parameter 'smp.${key}' expects integer`);
    zero ||= number.value === 0n;
    if (number.value > 1n) above.add(key);
    counts[key] = Number(BigInt.asUintN(32, number.value));
  }
  const unknown = inPropertyOrder(smp.keys()).find((key) => !isKey(key));
  return unknown === undefined ? ok({ counts, zero, above }) : err(`Parameter 'smp.${unknown}' is unexpected`);
}

/** Beyond what the machine type has, a level may only be 1. */
function unsupported(above: ReadonlySet<Key>, version: MachineVersion): string | undefined {
  const { dies, modules } = version.family.limits;
  const levels: readonly (readonly [Key, boolean])[] = [
    ['modules', modules],
    ['clusters', false],
    ['dies', dies],
    ['books', false],
    ['drawers', false],
  ];
  const level = levels.find(([key, supported]) => !supported && above.has(key));
  return level === undefined ? undefined : `${level[0]} > 1 not supported by this machine's CPU topology`;
}

const orOne = (value: number): number => (value > 0 ? value : 1);

/** The levels that `-smp` counts on no x86 machine, multiplied. */
const alienLevels = (counts: Counts): number => product(...ALIEN.map((key) => orOne(counts[key] ?? 0)));

/** Absent levels, from the total; machine_parse_smp_config. */
function complete(counts: Counts, prefersCores: boolean): Topology {
  const given = (key: Key): number => counts[key] ?? 0;
  const dies = orOne(given('dies'));
  const modules = orOne(given('modules'));
  const between = product(alienLevels(counts), dies, modules);
  let [sockets, cores, threads] = [given('sockets'), given('cores'), given('threads')];
  let max = given('maxcpus') > 0 ? given('maxcpus') : given('cpus');
  if (max === 0) [sockets, cores, threads] = [orOne(sockets), orOne(cores), orOne(threads)];
  else {
    const coresFirst = prefersCores ? cores === 0 : sockets !== 0 && cores === 0;
    if (coresFirst) {
      sockets = orOne(sockets);
      threads = orOne(threads);
      cores = quotient(max, product(sockets, between, threads));
    } else if (sockets === 0) {
      cores = prefersCores ? cores : orOne(cores);
      threads = orOne(threads);
      sockets = quotient(max, product(between, cores, threads));
    }
    if (threads === 0) threads = quotient(max, product(sockets, between, cores));
  }
  if (max === 0) max = product(sockets, between, cores, threads);
  const cpus = given('cpus') > 0 ? given('cpus') : max;
  return { cpus, maxcpus: max, sockets, dies, modules, cores, threads };
}

function hierarchy(topology: Topology, version: MachineVersion): string {
  const { dies, modules } = version.family.limits;
  return [
    `sockets (${topology.sockets})`,
    ...(dies ? [`dies (${topology.dies})`] : []),
    ...(modules ? [`modules (${topology.modules})`] : []),
    `cores (${topology.cores})`,
    `threads (${topology.threads})`,
  ].join(' * ');
}

/** @param alien the levels that the topology does not name, multiplied */
function check(topology: Topology, alien: number, version: MachineVersion): string | undefined {
  const { cpus, maxcpus, sockets, dies, modules, cores, threads } = topology;
  const text = hierarchy(topology, version);
  if (product(alien, sockets, dies, modules, cores, threads) !== maxcpus) {
    return `Invalid CPU topology: product of the hierarchy must match maxcpus: ${text} != maxcpus (${maxcpus})`;
  }
  if (maxcpus < cpus) {
    return `Invalid CPU topology: maxcpus must be equal to or greater than smp: ${text} == maxcpus (${maxcpus}) < smp_cpus (${cpus})`;
  }
  const most = version.rules.maxCpus;
  if (maxcpus <= most) return undefined;
  const signed = BigInt.asIntN(32, BigInt(maxcpus));
  return `Invalid SMP CPUs ${signed}. The max CPUs supported by machine '${version.id}' is ${most}`;
}

/** One CPU: what QEMU has without `-smp`. */
export const singleCpu: Topology = { cpus: 1, maxcpus: 1, sockets: 1, dies: 1, modules: 1, cores: 1, threads: 1 };

/** The topology that `-smp` and `-machine smp.…` together ask for (spec section 7.1), or QEMU's words. */
export function readTopology(smp: KeyvalObject, version: MachineVersion): Result<Topology, string> {
  const read = readCounts(smp);
  if (!read.ok) return read;
  const { counts, zero, above } = read.value;
  if (zero) return err('Invalid CPU topology: CPU topology parameters must be greater than zero');
  const level = unsupported(above, version);
  if (level !== undefined) return err(level);
  const topology = complete(counts, version.rules.prefersCores);
  const refused = check(topology, alienLevels(counts), version);
  return refused === undefined ? ok(topology) : err(refused);
}

/** Bits that number `count` things. */
function width(count: number): number {
  let bits = 0;
  while (2 ** bits < count) bits += 1;
  return bits;
}

/** The first id that the local APIC's 8 bits cannot hold: 255 is the broadcast. */
const WIDE = 255;

/** Where a CPU sits, counted per level. */
export interface CpuPlace {
  readonly socket: number;
  readonly die: number;
  readonly module: number;
  readonly core: number;
  readonly thread: number;
}

/** The place of a CPU by its index: threads count fastest, then cores, modules, dies, sockets. */
export function cpuPlace(topology: Topology, index: number): CpuPlace {
  const perModule = topology.cores * topology.threads;
  const perDie = topology.modules * perModule;
  const perSocket = topology.dies * perDie;
  return {
    socket: Math.floor(index / perSocket),
    die: Math.floor(index / perDie) % topology.dies,
    module: Math.floor(index / perModule) % topology.modules,
    core: Math.floor(index / topology.threads) % topology.cores,
    thread: index % topology.threads,
  };
}

/** The APIC id: one bit field per level, each as wide as its count needs (x86_apicid_from_topo_ids). */
export function apicId(topology: Topology, index: number): number {
  const place = cpuPlace(topology, index);
  const coreShift = width(topology.threads);
  const moduleShift = coreShift + width(topology.cores);
  const dieShift = moduleShift + width(topology.modules);
  const socketShift = dieShift + width(topology.dies);
  return (
    place.thread +
    place.core * 2 ** coreShift +
    place.module * 2 ** moduleShift +
    place.die * 2 ** dieShift +
    place.socket * 2 ** socketShift
  );
}

/** The first id of a CPU present at start that only x2APIC can hold; undefined if all fit. Ids grow with the index. */
export function firstWideApicId(topology: Topology): number | undefined {
  if (apicId(topology, topology.cpus - 1) < WIDE) return undefined;
  for (let index = 0; index < topology.cpus; index += 1) {
    const id = apicId(topology, index);
    if (id >= WIDE) return id;
  }
  return undefined;
}
