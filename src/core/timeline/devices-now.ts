/** Memory devices at a moment: those that are there, and those that are gone, were refused, or are still to come. */
import { range } from '../base/range';
import { nameOfDevice } from '../document/device-names';
import type { LayoutDocument } from '../document/schema';
import type { PluggedDevice } from '../qemu/machine';
import { unplugOf } from '../runtime/commands/device-del';
import { spanAt, spansAt, type DeviceSpan, type Timeline } from '../space/timeline';
import { narrow } from '../stages/narrow';
import type { DeviceNow } from './instant';
import { ownerOf } from './machine-now';
import { pluggedOf, stateOf, type World } from './world';

/** Devices that are not there: as many are listed, and so many stays looked through for them. */
const MOST_ABSENT = 24;
const MOST_LOOKED = 4096;

export function devicesNow(
  document: LayoutDocument,
  timeline: Timeline,
  world: World,
  moment: number,
): readonly DeviceNow[] {
  const present = world.machine.isAlive ? devicesThere(timeline, world, moment) : [];
  const names = new Set(present.map(({ name }) => name));
  return [
    ...present,
    ...devicesPast(document, timeline, moment, names),
    ...devicesToCome(document, timeline, moment, names),
  ];
}

function devicesThere(timeline: Timeline, world: World, moment: number): readonly DeviceNow[] {
  const spans = new Map(
    spansAt(timeline, moment).map((index) => {
      const span = spanAt(timeline, index);
      return [`${span.owner} ${span.start}`, span] as const;
    }),
  );
  const owners = ownerOf(world);
  return world.machine.population.devices
    .toSorted((a, b) => (a.address < b.address ? -1 : 1))
    .map((device) => {
      const owner = owners(device) ?? `devices.${device.ordinal}`;
      const span = spans.get(`${owner} ${narrow(device.address)}`);
      const since = span === undefined ? 0 : lastChange(timeline, span.index, moment);
      const { state, online } = stateOf(world, device);
      return {
        name: device.id ?? `${device.kind} ${device.ordinal}`,
        owner,
        kind: device.kind,
        size: narrow(device.size),
        range: range(narrow(device.address), narrow(device.address + device.size)),
        node: device.node,
        state,
        plugged: pluggedOf(world, device),
        online,
        reversible: reversible(world, device),
        ...(device.slot === undefined ? {} : { slot: device.slot }),
        ...(since === 0 ? {} : { since }),
      };
    });
}

/** The step that made a device what it is. */
function lastChange({ spans, states }: Timeline, span: number, moment: number): number {
  let since = spans.from[span] ?? 0;
  for (let at = spans.firstState[span] ?? 0; at < (spans.firstState[span + 1] ?? 0); at += 1) {
    const from = states.from[at] ?? 0;
    if (from > moment) break;
    since = from;
  }
  return since;
}

/** Whether it could be taken back out now: QEMU's word first, then the guest's. */
function reversible({ machine, guest }: World, device: PluggedDevice): DeviceNow['reversible'] {
  const answer = unplugOf(machine, device, device.id ?? machine.pathOf(device));
  if ('error' in answer) return { is: false, why: `QEMU: ${answer.error.desc}` };
  return guest?.of(device).wouldRelease ?? { is: false, why: 'Nothing is known of the guest, which decides it.' };
}

const ABSENT = { plugged: 0, online: 0 } as const;

/** The newest first. */
function devicesPast(
  document: LayoutDocument,
  timeline: Timeline,
  moment: number,
  names: Set<string>,
): readonly DeviceNow[] {
  const found: DeviceNow[] = [];
  const last = firstBehind(timeline, moment) - 1;
  for (let index = last; index >= 0 && last - index < MOST_LOOKED && found.length < MOST_ABSENT; index -= 1) {
    const span = spanAt(timeline, index);
    if (span.to > moment) continue;
    const name = nameAt(document, span);
    if (names.has(name)) continue;
    names.add(name);
    const why = span.isRefused ? 'It never came.' : 'It is gone already.';
    found.push({
      ...common(span, name),
      state: span.isRefused ? 'refused' : 'gone',
      since: span.to,
      reversible: { is: false, why },
    });
  }
  return found;
}

/** The next first. */
function devicesToCome(
  document: LayoutDocument,
  timeline: Timeline,
  moment: number,
  names: Set<string>,
): readonly DeviceNow[] {
  const found: DeviceNow[] = [];
  const first = firstBehind(timeline, moment);
  const count = Math.min(timeline.spans.from.length, first + MOST_LOOKED);
  for (let index = first; index < count && found.length < MOST_ABSENT; index += 1) {
    const span = spanAt(timeline, index);
    const name = nameAt(document, span);
    if (names.has(name)) continue;
    names.add(name);
    const why = `It is still to come, at t${span.from}.`;
    found.push({ ...common(span, name), state: 'planned', reversible: { is: false, why } });
  }
  return found;
}

const common = ({ owner, kind, size = 0, node }: DeviceSpan, name: string) => ({
  name,
  owner,
  kind,
  size,
  node,
  ...ABSENT,
});

/** The first span that begins behind a moment. */
function firstBehind({ spans }: Timeline, moment: number): number {
  let [low, high] = [0, spans.from.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((spans.from[middle] ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nameAt({ devices, events }: LayoutDocument, { owner, kind }: DeviceSpan): string {
  const [list, position] = owner.split('.');
  const index = Number(position);
  const step = list === 'events' ? events[index] : undefined;
  const device = list === 'devices' ? devices[index] : step?.do === 'plug' ? step.device : undefined;
  if (step !== undefined && device?.id === undefined) return `${kind} of t${index + 1}`;
  return device === undefined ? `${kind} ${index}` : nameOfDevice(device, index);
}
