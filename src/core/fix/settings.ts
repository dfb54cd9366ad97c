/** The settings of a layout as a fix handles them: what each is called, what holds where nothing is given, and how it is changed. */
import { formatAddress, formatSize } from '../base/size-text';
import { sizeText } from '../codecs/option-text';
import { dialects } from '../dialects/index';
import type { Edit } from '../document/edit';
import { statedSize } from '../document/extent';
import { extentEdits } from '../document/extent-edits';
import type { LayoutDocument } from '../document/schema';
import type { Startup } from '../qemu/machine';
import type { DocPath } from '../space/region';
import { leavesOf, type Leaf } from './leaves';
import { nameOf } from './names';
import { factsOf, SOME_MEMORY, type SettingFacts } from './setting-facts';

export interface Setting {
  readonly leaf: Leaf;
  readonly facts: SettingFacts;
  /** Of the entity that it belongs to. */
  readonly name: string;
  /** What holds: the value given, else QEMU's default where it is known. */
  readonly effective: unknown;
  /** The edits that give it a value; undefined takes it back. */
  readonly edits: (value: unknown) => readonly Edit[];
}

const toNumber = (value: bigint | number | undefined): number | undefined =>
  value === undefined || value > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(value);

/** What QEMU takes where the layout says nothing. */
function defaultOf(pattern: string, { machine, memory, cpu, topology, map }: Startup): unknown {
  if (pattern.startsWith('smp.')) return topology?.[pattern.slice(4) as keyof typeof topology];
  switch (pattern) {
    case 'memory.size':
      return toNumber(memory?.ram);
    case 'memory.maxmem':
      return toNumber(memory?.maxram);
    case 'memory.slots':
      return toNumber(memory?.slots);
    case 'machine.pciHole64Size':
      return toNumber(machine?.pciHole64Size);
    case 'machine.maxRamBelow4g':
      return toNumber(map?.below);
    case 'cpu.physBits':
      return cpu?.physBits;
    case 'devices.*.slot':
    case 'devices.*.node':
      return 0;
    default:
      return undefined;
  }
}

function settingOf(document: LayoutDocument, startup: Startup, leaf: Leaf): Setting | undefined {
  const facts = factsOf(leaf.pattern);
  if (facts === undefined || (leaf.pattern === 'cpu.features.*' && leaf.kind !== 'item')) return undefined;
  const { path } = leaf;
  const edits = (value: unknown): readonly Edit[] =>
    leaf.kind === 'item' && value === undefined ? [{ op: 'remove', path }] : [{ op: 'set', path, value }];
  const known =
    leaf.pattern === 'dialect' ? { ...leaf, kind: 'choice' as const, choices: dialects.all.map(({ id }) => id) } : leaf;
  const isDevice = leaf.pattern === 'devices.*' && (leaf.value as { readonly kind?: string }).kind === 'other';
  return {
    leaf: known,
    facts: isDevice ? { ...facts, weight: facts.weight - 10 } : facts,
    name: nameOf(document, path),
    effective: leaf.value ?? defaultOf(leaf.pattern, startup),
    edits,
  };
}

/** RAM that comes from backends goes along with them, since QEMU refuses where the two differ. */
function* coupledSizes(document: LayoutDocument): Generator<Setting> {
  const paths: readonly DocPath[] = ['memory.size', ...document.nodes.map((_, index) => `nodes.${index}`)];
  for (const path of paths) {
    const value = statedSize(document, path);
    if (value === undefined || extentEdits(document, path, { size: value }).length < 2) continue;
    const isAll = path === 'memory.size';
    const name = isAll ? 'RAM' : `the RAM of ${nameOf(document, path)}`;
    yield {
      leaf: { kind: 'bytes', path, pattern: 'ram', value, optional: false, choices: [] },
      facts: {
        weight: 51,
        label: name,
        unit: 'size',
        costs: 'The guest boots with # there and not with <.',
        range: SOME_MEMORY,
      },
      name,
      effective: value,
      edits: (size) => (typeof size === 'number' ? extentEdits(document, path, { size }) : []),
    };
  }
}

/** @param wanted asked for each entry of a list */
export function* settingsOf(
  document: LayoutDocument,
  startup: Startup,
  wanted: (path: DocPath) => boolean,
): Generator<Setting> {
  for (const leaf of leavesOf(document, wanted)) {
    const setting = settingOf(document, startup, leaf);
    if (setting !== undefined) yield setting;
  }
  yield* coupledSizes(document);
}

/** A value as titles and forms show it; nothing for none. */
export function spelled({ facts, leaf }: Setting, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (leaf.pattern === 'dialect') return dialects.find(String(value))?.title ?? String(value);
  if (typeof value !== 'number' || value < 0) return leaf.kind === 'item' ? undefined : String(value);
  if (facts.unit === 'address') return formatAddress(value);
  if (facts.unit === 'option') return sizeText(value);
  return facts.unit === 'size' || leaf.kind === 'bytes' ? formatSize(value) : String(value);
}

/** How much smaller or larger a value is, 0 to 1; 1 where that cannot be said. */
export function distance({ effective }: Setting, value: unknown): number {
  if (typeof effective !== 'number' || typeof value !== 'number') return value === undefined ? 1 : 0.5;
  const by = Math.abs(value - effective);
  return by / Math.max(1, by + effective);
}
