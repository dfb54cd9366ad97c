/** Carries out the steps of a layout, one after the other. */
import type { LayoutEvent } from '../document/schema';
import type { PluggedDevice } from '../qemu/machine';
import { accepted } from '../qemu/tables/accepted';
import { RunningMachine } from '../runtime/running-machine';
import type { Timeline } from '../space/timeline';
import { narrow } from '../stages/narrow';
import { pathOfOption } from '../stages/origin';
import type { StageContext } from '../stages/stage';
import { TimelineColumns } from './columns';
import { Findings } from './findings';
import { guestOn } from './guest-on';
import { carryOut } from './kinds/index';
import { KeptMoments } from './kept-moments';
import { instantAt } from './moment';
import type { Recording } from './recording';
import type { StepEnd } from './step-kind';
import { pluggedOf, stateOf, World } from './world';

/** Steps between two words on how far it is. */
const TOLD_EVERY = 128;
/** From here on the first steps are worth a look before all are carried out: so few that they take no time, though nothing has run yet. */
const MANY_STEPS = 10_000;
const FIRST_STEPS = 256;

type Told = Pick<Recording, 'timeline' | 'findings'>;

/**
 * A recording of the layout's steps; nothing where it has none, or where QEMU refuses to start.
 *
 * @returns as steps, each of which says how much is done, 0 to 1
 */
export function* recordTimeline(
  context: StageContext,
  revision: number,
): Generator<number | { readonly first: Told }, Recording | undefined> {
  const { events } = context.document;
  const world = events.length === 0 ? undefined : worldAtBoot(context);
  if (world === undefined) return undefined;
  const recorder = new Recorder(context, world);
  const kept = new KeptMoments(context.document.events);
  for (const [index, step] of events.entries()) {
    kept.pass(world, index);
    if (index % TOLD_EVERY === 0) yield index / events.length;
    recorder.take(index + 1, step, carryOut(world, step));
    if (index + 1 === FIRST_STEPS && events.length > MANY_STEPS) yield { first: recorder.done(FIRST_STEPS) };
  }
  const { timeline, findings } = recorder.done(events.length);
  return {
    timeline,
    findings,
    instant(moment) {
      const wanted = Math.min(Math.max(0, moment), events.length);
      return instantAt({ context, revision, timeline, moment: wanted, before: kept.at(Math.max(0, wanted - 1)) });
    },
  };
}

function worldAtBoot(context: StageContext): World | undefined {
  const started = accepted(context.startup);
  const machine = started === undefined ? undefined : RunningMachine.of(started);
  if (started === undefined || machine === undefined) return undefined;
  const origins = new Map(machine.population.devices.map((device) => [device, originOf(context, device)] as const));
  const world = new World(machine, guestOn(context, machine), origins);
  world.settle();
  machine.changed.clear();
  return world;
}

function originOf(context: StageContext, device: PluggedDevice): number {
  const [list, index] = (pathOfOption(context, device.option) ?? '').split('.');
  return -1 - (list === 'devices' ? Number(index) : device.ordinal);
}

class Recorder {
  readonly #context: StageContext;
  readonly #world: World;
  readonly #columns: TimelineColumns;
  readonly #findings: Findings;
  /** Spans of devices that are there, and of those that went with the step at hand. */
  readonly #spans = new Map<PluggedDevice, number>();
  readonly #left = new Map<PluggedDevice, number>();
  /** Bytes that the guest has online of memory devices, and what of each is in zone Movable. */
  #online = 0;
  #movable = 0;
  readonly #movableOf = new Map<PluggedDevice, number>();
  readonly #bootRam: number;

  constructor(context: StageContext, world: World) {
    this.#context = context;
    this.#world = world;
    this.#columns = new TimelineColumns(context.document.events.length);
    this.#findings = new Findings();
    this.#bootRam = narrow(context.startup.memory?.ram ?? 0n);
    for (const device of world.machine.population.devices) this.#look(device, 0);
    this.#columns.end(0);
  }

  take(moment: number, step: LayoutEvent, end: StepEnd): void {
    const { machine } = this.#world;
    const online = this.#online;
    this.#world.noteOrigins(moment - 1);
    for (const device of machine.changed) this.#look(device, moment);
    if (end.concernsAll === true) for (const device of machine.population.devices) this.#look(device, moment);
    const aborted = !machine.isAlive && end.outcome !== 'never';
    if (aborted) for (const device of [...this.#spans.keys()]) this.#close(device, moment);
    this.#columns.end(moment, {
      outcome: end.outcome,
      span: this.#spanOf(end, moment),
      used: machine.isAlive ? narrow(machine.population.used) : 0,
      online: this.#online,
      slots: machine.isAlive ? machine.population.slots.size : 0,
      atMs: step.atMs ?? NaN,
    });
    this.#findings.take({ moment, step, end });
    if (this.#online > online || (end.grows ?? 0) > 0) {
      const memory = { bootRam: this.#bootRam, onlineBefore: online, online: this.#online, movable: this.#movable };
      this.#findings.weigh({ moment, step, end }, memory);
    }
    machine.changed.clear();
    this.#left.clear();
  }

  #spanOf({ attempt, device }: StepEnd, moment: number): number {
    if (attempt !== undefined) return this.#columns.refuse(moment, moment - 1, attempt);
    return device === undefined ? -1 : (this.#spans.get(device) ?? this.#left.get(device) ?? -1);
  }

  #look(device: PluggedDevice, moment: number): void {
    const world = this.#world;
    if (!world.has(device)) {
      this.#close(device, moment);
      return;
    }
    let span = this.#spans.get(device);
    if (span === undefined) {
      span = this.#columns.open(moment, {
        kind: device.kind,
        origin: world.origins.get(device) ?? -1,
        start: narrow(device.address),
        size: narrow(device.size),
        slot: device.slot ?? -1,
        node: device.node,
      });
      this.#spans.set(device, span);
    }
    const { state, online } = stateOf(world, device);
    const grown = this.#columns.change(span, moment, state, pluggedOf(world, device), online);
    this.#online += grown;
    if (grown !== 0) this.#weigh(device, online);
  }

  /** Blocks of virtio-mem may be plugged in part. */
  #weigh(device: PluggedDevice, online: number): void {
    const blockSize = this.#context.linux?.blockSize ?? 0;
    const blocks = online === 0 ? 0 : (this.#world.guest?.of(device).movableBlocks ?? 0);
    const movable = Math.min(online, blocks * blockSize);
    this.#movable += movable - (this.#movableOf.get(device) ?? 0);
    if (movable === 0) this.#movableOf.delete(device);
    else this.#movableOf.set(device, movable);
  }

  #close(device: PluggedDevice, moment: number): void {
    const span = this.#spans.get(device);
    if (span === undefined) return;
    this.#online -= this.#columns.close(span, moment);
    this.#weigh(device, 0);
    this.#spans.delete(device);
    this.#left.set(device, span);
  }

  /** @param steps so many are carried out */
  done(steps: number): Told {
    const { map, memory } = this.#context.startup;
    const spans = this.#columns.spans(steps);
    const window = map?.deviceMemory;
    const timeline: Timeline = {
      steps,
      kinds: this.#columns.kinds,
      columns: this.#columns.columns(steps),
      spans,
      states: this.#columns.states(spans),
      live: this.#columns.live,
      ...(window === undefined
        ? {}
        : { window: { start: narrow(window.base), end: narrow(window.base + window.size) } }),
      budget: narrow((memory?.maxram ?? 0n) - (memory?.ram ?? 0n)),
      slots: Number(memory?.slots ?? 0n),
      bootRam: narrow(memory?.ram ?? 0n),
    };
    return { timeline, findings: this.#findings.all };
  }
}
