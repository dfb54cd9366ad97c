/** What the pictures of a timeline need to know of it, found once for each timeline. */
import type { LayoutDocument } from '../../core/document/schema';
import { deviceKinds } from '../../core/devices/index';
import { spanAt, type DeviceSpan, type Timeline } from '../../core/space/timeline';
import { levelsOf, type Levels } from '../../draw/timeline-levels';
import { deviceRows, standingRequests, type DeviceRow, type Requests } from '../../draw/timeline-rows';

export interface TimelineFacts {
  readonly timeline: Timeline;
  readonly layout: LayoutDocument;
  readonly rows: readonly DeviceRow[];
  readonly levels: Levels;
  readonly requests: Requests;
  /** Attempts that were refused, in order of time. */
  readonly refused: readonly DeviceSpan[];
  nameOf(owner: string): string;
  isUnplug(step: number): boolean;
}

const SOFT = 'soft-reserved';

/** The look of a device kind, as the map has it. */
export const lookOfDevice = (kind: string): string => deviceKinds.find(kind)?.region ?? 'unknown';

/** What a device is called by where it comes from. */
export function ownerName({ events, devices }: LayoutDocument, owner: string): string {
  const [list, index] = owner.split('.');
  const step = list === 'events' ? events[Number(index)] : undefined;
  const device = list === 'devices' ? devices[Number(index)] : step?.do === 'plug' ? step.device : undefined;
  if (device?.id !== undefined) return device.id;
  if (step?.do === 'unplug' || step?.do === 'resize' || step?.do === 'blocks') return step.device;
  return device === undefined ? `step ${Number(index) + 1}` : `${device.kind} ${Number(index) + 1}`;
}

/** @param layout the one that the timeline was planned for */
export function timelineFacts(timeline: Timeline, layout: LayoutDocument): TimelineFacts {
  const { events } = layout;
  const nameOf = (owner: string): string => ownerName(layout, owner);
  const isUnplug = (step: number): boolean => events[step - 1]?.do === 'unplug';
  const refused: DeviceSpan[] = [];
  const { from, to } = timeline.spans;
  for (let index = 0; index < from.length; index += 1) {
    if (from[index] === to[index]) refused.push(spanAt(timeline, index));
  }
  const soft = timeline.kinds.map((kind) => lookOfDevice(kind) === SOFT);
  return {
    timeline,
    layout,
    rows: deviceRows(timeline, nameOf),
    levels: levelsOf(timeline, (kind) => soft[kind] === true),
    requests: standingRequests(timeline, isUnplug),
    refused,
    nameOf,
    isUnplug,
  };
}
