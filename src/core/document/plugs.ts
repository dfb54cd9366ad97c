import type { DocPath } from '../space/region';
import type { LayoutDocument, LayoutEvent } from './schema';

/** A step of the timeline that plugs a device. */
export type PlugStep = Extract<LayoutEvent, { do: 'plug' }>;

export interface PlacedPlugStep extends Pick<PlugStep, 'device' | 'backend'> {
  readonly path: DocPath;
  readonly index: number;
}

/** Of each list of steps: there may be 100,000, and many ask. */
const KNOWN = new WeakMap<LayoutDocument['events'], readonly PlacedPlugStep[]>();

/** The steps that plug a device, in order, each with its place in the layout. */
export function plugSteps({ events }: LayoutDocument): readonly PlacedPlugStep[] {
  const known = KNOWN.get(events);
  if (known !== undefined) return known;
  const found: PlacedPlugStep[] = [];
  for (const [index, step] of events.entries()) {
    if (step.do !== 'plug') continue;
    const { device, backend } = step;
    found.push({ device, path: `events.${index}`, index, ...(backend === undefined ? {} : { backend }) });
  }
  KNOWN.set(events, found);
  return found;
}

/** The step that an address of the layout lies in (`events.3.device.addr`), if that plugs a device. */
export function plugStepAt({ events }: LayoutDocument, path: DocPath): PlugStep | undefined {
  const [list, index] = path.split('.');
  const step = list === 'events' ? events[Number(index)] : undefined;
  return step?.do === 'plug' ? step : undefined;
}
