/** What all memory that was added to a node comes to, kept up to date so that no step looks through all devices. */
import { isOnline, length, type PlacedRun, type Run, type Zone } from './blocks';
import { spanOver, type ZoneSpans } from './zones';

interface Totals {
  /** Blocks. */
  readonly online: number;
  /** Absent once a run at an end of one has gone: then they are found anew when somebody asks. */
  readonly spans?: ZoneSpans;
}

export class NodeTotals {
  readonly #normalAtBoot: ReadonlyMap<number, Run>;
  readonly #of: Map<number, Totals>;
  /** Blocks in zone Normal, of all nodes. */
  #normal: number;

  constructor(normalAtBoot: ReadonlyMap<number, Run>, from?: NodeTotals) {
    this.#normalAtBoot = normalAtBoot;
    this.#of = new Map(from === undefined ? [] : from.#of);
    this.#normal = from === undefined ? 0 : from.#normal;
  }

  copy(): NodeTotals {
    return new NodeTotals(this.#normalAtBoot, this);
  }

  get normal(): number {
    return this.#normal;
  }

  hasOnline(node: number): boolean {
    return (this.#of.get(node)?.online ?? 0) > 0;
  }

  /** @param runs of the node, all of them, of whoever has added them */
  spans(node: number, runs: () => Iterable<readonly PlacedRun[]>): ZoneSpans {
    const known = this.#of.get(node);
    if (known?.spans !== undefined) return known.spans;
    let spans = this.#bootSpans(node);
    for (const each of runs()) spans = withRuns(spans, each);
    this.#of.set(node, { online: known?.online ?? 0, spans });
    return spans;
  }

  /** Runs of one owner, as they were and as they are. */
  change(node: number, before: readonly PlacedRun[], after: readonly PlacedRun[]): void {
    const { online, spans } = this.#of.get(node) ?? { online: 0, spans: this.#bootSpans(node) };
    const kept =
      spans === undefined || before.some((run) => leavesEnd(spans, run, after)) ? undefined : withRuns(spans, after);
    this.#of.set(node, {
      online: online - blocksIn(before, isOnline) + blocksIn(after, isOnline),
      ...(kept === undefined ? {} : { spans: kept }),
    });
    this.#normal += blocksIn(after, isNormal) - blocksIn(before, isNormal);
  }

  clear(): void {
    this.#of.clear();
    this.#normal = 0;
  }

  #bootSpans(node: number): ZoneSpans {
    const boot = this.#normalAtBoot.get(node);
    return boot === undefined ? {} : { Normal: boot };
  }
}

const isNormal = ({ place }: PlacedRun): boolean => place === 'Normal';

const blocksIn = (runs: readonly PlacedRun[], wanted: (run: PlacedRun) => boolean): number => {
  let blocks = 0;
  for (const run of runs) if (wanted(run)) blocks += length(run);
  return blocks;
};

/** Whether a run held an end of its zone that none of the runs after it holds. */
function leavesEnd(spans: ZoneSpans, { first, end, place }: PlacedRun, after: readonly PlacedRun[]): boolean {
  const span = place === 'offline' ? undefined : spans[place];
  if (span?.first === first && !after.some((run) => run.place === place && run.first === first)) return true;
  return span?.end === end && !after.some((run) => run.place === place && run.end === end);
}

function withRuns(spans: ZoneSpans, runs: readonly PlacedRun[]): ZoneSpans {
  const wider: { [zone in Zone]?: Run } = { ...spans };
  for (const run of runs) if (run.place !== 'offline') wider[run.place] = spanOver(wider[run.place], run);
  return wider;
}
