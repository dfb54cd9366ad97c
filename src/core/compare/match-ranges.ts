/** Which range of one layout is which of another: by what it is, never by where it is alone. */
import { isBootMemory, type Thing } from './things';

export interface ThingPair {
  readonly before: Thing;
  readonly after: Thing;
}

interface MatchedThings {
  readonly both: readonly ThingPair[];
  readonly removed: readonly Thing[];
  readonly added: readonly Thing[];
}

interface Sign {
  /** Undefined: this thing is not known by that. */
  of(thing: Thing): string | undefined;
  /** Too weak to tell several apart: it counts where each side has one such thing left. */
  readonly alone?: true;
}

const half = ({ region }: Thing): string => (region.range.start < 2 ** 32 ? 'low' : 'high');
const ifBoot =
  (sign: (thing: Thing) => string | undefined) =>
  (thing: Thing): string | undefined =>
    isBootMemory(thing) ? sign(thing) : undefined;
/** Without NUMA all memory is node 0's. */
const nodeOf = ({ region }: Thing): number => region.node ?? 0;

/** From the surest to the weakest. */
const SIGNS: readonly Sign[] = [
  { of: ({ device }) => device?.id },
  { of: ({ device, memdev }) => (device === undefined ? undefined : memdev) },
  {
    of: ({ device, region }) =>
      device?.id === undefined ? device && `${device.kind} ${nodeOf({ region })}` : undefined,
  },
  { of: ifBoot((thing) => thing.memdev && `${half(thing)} ${thing.region.kind} ${thing.memdev}`) },
  { of: ifBoot((thing) => thing.memdev && `${half(thing)} ${thing.memdev}`) },
  { of: ifBoot((thing) => `${half(thing)} ${thing.region.kind} ${nodeOf(thing)}`) },
  { of: ifBoot((thing) => `${half(thing)} ${nodeOf(thing)}`) },
  { of: ({ fixed }) => fixed },
  { of: ({ free }) => (free?.isLast === true ? 'last' : undefined) },
  { of: ({ free }) => free?.behind },
  { of: ({ free }) => (free === undefined ? undefined : 'free'), alone: true },
  { of: ({ region }) => (region.kind === 'cxl-window' ? 'cxl' : undefined), alone: true },
];

/** Of several with the same sign the first is the first: pieces of one thing, by address. Linear in both; the same from either side. */
export function matchThings(before: readonly Thing[], after: readonly Thing[]): MatchedThings {
  const both: ThingPair[] = [];
  let [removed, added] = [before, after];
  for (const sign of SIGNS) {
    if (removed.length === 0 || added.length === 0) break;
    const pairs = pairsBy(sign, removed, added);
    both.push(...pairs);
    const taken = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
    removed = removed.filter((thing) => !taken.has(thing));
    added = added.filter((thing) => !taken.has(thing));
  }
  return { both, removed, added };
}

function pairsBy({ of, alone }: Sign, before: readonly Thing[], after: readonly Thing[]): ThingPair[] {
  const waiting = bySign(before, of);
  return [...bySign(after, of)].flatMap(([sign, fresh]) => {
    const old = waiting.get(sign) ?? [];
    if (alone === true && (old.length !== 1 || fresh.length !== 1)) return [];
    return fresh.flatMap((thing, index) => {
      const was = old[index];
      return was === undefined ? [] : [{ before: was, after: thing }];
    });
  });
}

function bySign(things: readonly Thing[], of: Sign['of']): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const sign = of(thing);
    if (sign === undefined) continue;
    const group = groups.get(sign);
    if (group === undefined) groups.set(sign, [thing]);
    else group.push(thing);
  }
  return groups;
}
