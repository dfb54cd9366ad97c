/**
 * What would have to change for an address to be something else. No rule of QEMU's is repeated here: neighbouring values of the
 * settings are tried, and each is computed whole; what is told is what then stood at the address.
 */
import { GiB } from '../base/addr';
import { applyEdit, type Edit } from '../document/edit';
import { commitEdits } from '../document/validate';
import type { DocPath, Region } from '../space/region';
import { numberSettings, singleChanges, type Asked, type NumberSetting, type Title } from './changes';
import type { Border, Otherwise } from './explanation';
import { pieceAt, worldOf, type World } from './world';

/** Layouts that one explanation may compute, by how many things each has to place: a tenth of a second or less. */
const MOST_PLACED = 5000;
const [FEWEST_TRIES, MOST_TRIES] = [60, 500];
const MOST_TOLD = 3;
/** A setting that the borders follow from comes before one that merely happens to matter. */
const BONUS = 4;

interface Found {
  readonly path: DocPath;
  readonly weight: number;
  readonly title: Title;
  readonly edits: readonly Edit[];
  readonly outcome: Outcome;
}

interface Outcome {
  /** What the address is; other words are another thing. */
  readonly words: string;
  /** RAM above 4 GiB starts elsewhere than before. */
  readonly moves?: string;
  /** QEMU refuses, and did not before. */
  readonly isWorse: boolean;
}

/** A bounded number of looks at neighbouring layouts. */
class Trials {
  readonly #before: World;
  readonly #address: number;
  readonly #most: number;
  #count = 0;

  constructor(before: World, address: number) {
    this.#before = before;
    this.#address = address;
    const { devices, nodes } = before.context.document;
    this.#most = Math.min(
      MOST_TRIES,
      Math.max(FEWEST_TRIES, Math.floor(MOST_PLACED / (devices.length + nodes.length + 4))),
    );
  }

  get isSpent(): boolean {
    return this.#count >= this.#most;
  }

  get done(): number {
    return this.#count / this.#most;
  }

  outcome(edits: readonly Edit[]): Outcome {
    this.#count += 1;
    const after = worldOf(edits.reduce(applyEdit, this.#before.context.document));
    const [was, is] = [this.#before.context.startup, after.context.startup];
    const region = pieceAt(after, this.#address);
    const moves =
      was.map?.moved === is.map?.moved
        ? undefined
        : is.map?.moved === true
          ? 'RAM above 4 GiB moves to 1 TiB'
          : 'RAM above 4 GiB stays at 4 GiB';
    return {
      words: wordsFor(region),
      isWorse: is.refusals.length > was.refusals.length,
      ...(moves === undefined ? {} : { moves }),
    };
  }
}

const IN_WORDS: Readonly<Partial<Record<Region['kind'], string>>> = {
  'device-memory-window': 'free window',
  'hyper-transport': 'the HyperTransport range',
};

/** What a piece is called in a sentence. */
function wordsFor({ kind, name, node }: Region): string {
  if (kind === 'hole') return name === 'empty' ? 'unused' : name;
  if (kind === 'ram') return node === undefined ? 'RAM' : `RAM of node ${node}`;
  if (kind === 'mmio' || kind === 'reserved') return `the ${name}`;
  return IN_WORDS[kind] ?? name;
}

/** The first value on the way from the present one at which the address is something else: by strides that double, then by halves. */
function* nearestChange(
  trials: Trials,
  setting: NumberSetting,
  now: string,
  direction: 1 | -1,
): Generator<number, Found | undefined> {
  const { step, least, most, value } = setting;
  const first = direction > 0 ? Math.floor(value / step) + 1 : Math.ceil(value / step) - 1;
  const end = direction > 0 ? Math.floor(most / step) : Math.ceil(least / step);
  const left = (end - first) * direction;
  if (left < 0) return undefined;
  const at = (stride: number): number => (first + direction * stride) * step;
  const look = (stride: number): Outcome => trials.outcome(setting.edits(at(stride)));
  let same = -1;
  let found: { readonly stride: number; readonly outcome: Outcome } | undefined;
  for (let reach = 0; !trials.isSpent; reach = reach === 0 ? 1 : reach * 2) {
    const stride = Math.min(reach, left);
    const outcome = look(stride);
    yield trials.done;
    if (outcome.words !== now) {
      found = { stride, outcome };
      break;
    }
    same = stride;
    if (stride === left) return undefined;
  }
  while (found !== undefined && found.stride - same > 1 && !trials.isSpent) {
    const stride = Math.floor((same + found.stride) / 2);
    const outcome = look(stride);
    yield trials.done;
    if (outcome.words === now) same = stride;
    else found = { stride, outcome };
  }
  if (found === undefined || found.stride - same > 1) return undefined;
  const chosen = at(found.stride);
  const change = (Math.abs(chosen - value) * setting.unit) / GiB;
  return {
    path: setting.path,
    weight: setting.weight + Math.log2(1 + change),
    title: setting.title(chosen),
    edits: setting.edits(chosen),
    outcome: found.outcome,
  };
}

/** What lies there, and the settings that its borders are the sum of. */
const nearPaths = (region: Region, borders: readonly Border[]): ReadonlySet<DocPath> =>
  new Set([
    ...(region.owner === undefined ? [] : [region.owner]),
    ...region.why.steps.flatMap(({ path }) => (path === undefined ? [] : [path])),
    ...borders.flatMap(({ terms }) => terms.flatMap(({ path }) => (path === undefined ? [] : [path]))),
  ]);

const sentence = ({ title, outcome: { moves, words } }: Found): string =>
  moves === undefined ? `${title.words} this would be ${words}.` : `${title.words} ${moves} and this becomes ${words}.`;

/** The smallest changes, as different in what comes of them as there are. */
function smallest(world: World, found: readonly Found[], near: ReadonlySet<DocPath>): readonly Found[] {
  const cost = ({ path, weight }: Found): number => weight - (near.has(path) ? BONUS : 0);
  const inOrder = found
    .filter(({ edits, outcome }) => !outcome.isWorse && commitEdits(world.context.document, edits).ok)
    .sort((a, b) => cost(a) - cost(b));
  const isNew = (each: Found, told: readonly Found[]): boolean =>
    !told.some(({ path, outcome }) => outcome.words === each.outcome.words || path === each.path);
  const told: Found[] = [];
  for (const each of inOrder) if (told.length < MOST_TOLD && isNew(each, told)) told.push(each);
  for (const each of inOrder) {
    if (told.length >= 2) break;
    if (!told.some(({ path }) => path === each.path)) told.push(each);
  }
  return told;
}

export function* otherwiseOf(
  world: World,
  region: Region,
  address: number,
  borders: readonly Border[],
): Generator<number, readonly Otherwise[]> {
  const near = nearPaths(region, borders);
  const asked: Asked = { near, address, own: region.owner, isFree: region.kind === 'device-memory-window' };
  const trials = new Trials(world, address);
  const now = wordsFor(region);
  const found: Found[] = [];
  const [nearby, others] = split(numberSettings(world, asked), ({ path }) => near.has(path));
  yield* alongNumbers(trials, nearby, now, found);
  for (const { edits, ...change } of singleChanges(world, asked)) {
    if (trials.isSpent) break;
    const outcome = trials.outcome(edits);
    if (outcome.words !== now) found.push({ ...change, edits, outcome });
    yield trials.done;
  }
  if (smallest(world, found, near).length < MOST_TOLD) yield* alongNumbers(trials, others, now, found);
  return smallest(world, found, near).map((each) => ({
    text: sentence(each),
    edits: each.edits,
    deed: each.title.deed,
  }));
}

function* alongNumbers(
  trials: Trials,
  settings: readonly NumberSetting[],
  now: string,
  found: Found[],
): Generator<number, void> {
  for (const setting of settings) {
    for (const direction of [1, -1] as const) {
      const change = yield* nearestChange(trials, setting, now, direction);
      if (change !== undefined) found.push(change);
    }
  }
}

const split = <T>(list: readonly T[], isFirst: (item: T) => boolean): readonly [readonly T[], readonly T[]] => [
  list.filter(isFirst),
  list.filter((item) => !isFirst(item)),
];
