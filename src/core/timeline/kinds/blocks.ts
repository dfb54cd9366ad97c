import type { LayoutEvent } from '../../document/schema';
import { refusedEnd, type StepKind } from '../step-kind';

type Blocks = Extract<LayoutEvent, { do: 'blocks' }>;

const countText = ({ count }: Blocks): string =>
  count === undefined ? 'blocks' : count === 1 ? '1 block' : `${count} blocks`;

/** Memory blocks brought online or taken offline by hand: `echo offline > /sys/devices/system/memory/memory48/state`. */
export const blocks: StepKind<Blocks> = {
  words: (step) =>
    step.to === 'offline'
      ? `takes ${countText(step)} of ${step.device} offline`
      : `brings ${countText(step)} of ${step.device} ${step.to.replace('_', ', ')}`,
  run(world, step) {
    const device = world.find(step.device);
    if (device === undefined) {
      return refusedEnd({ code: 'device/not-found', text: `there is no device '${step.device}' then`, by: 'physmap' });
    }
    if (world.guest === undefined) return { outcome: 'pending', device };
    const before = world.guest.of(device).online;
    let stuck: readonly number[] = [];
    world.inGuest(
      `echo ${step.to} > /sys/devices/system/memory/memoryN/state, ${countText(step)} of ${step.device}`,
      (each) => {
        stuck = each.setBlocks(device, step.to, step.count);
      },
    );
    world.machine.changed.add(device);
    if (stuck.length === 0) return { outcome: 'done', device };
    const outcome = world.guest.of(device).online === before ? 'declined' : 'partial';
    return { outcome, device, stuckBlocks: stuck };
  },
};
