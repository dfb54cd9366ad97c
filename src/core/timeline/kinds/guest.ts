import type { LayoutEvent } from '../../document/schema';
import type { StepKind } from '../step-kind';

type Guest = Extract<LayoutEvent, { do: 'guest' }>;

/** As a user of the guest would type it, where there is such a command. */
function commandsOf({ online, pinsMemory, loads }: Guest): string {
  const parts = [
    ...(online === undefined ? [] : [`echo ${online} > /sys/devices/system/memory/auto_online_blocks`]),
    ...(loads === undefined ? [] : [`modprobe ${loads}`]),
    ...(pinsMemory === undefined ? [] : [pinsMemory ? 'holds on to its memory' : 'lets its memory move']),
  ];
  return parts.join('; ');
}

/** From here on the guest is another one. */
export const guest: StepKind<Guest> = {
  words: () => 'changes what the guest does',
  run(world, step) {
    const { online, pinsMemory, loads } = step;
    if (world.guest === undefined) return { outcome: 'pending' };
    world.inGuest(commandsOf(step), (each) =>
      each.change({
        ...(online === undefined ? {} : { policy: online }),
        ...(pinsMemory === undefined ? {} : { pinsMemory }),
        ...(loads === undefined ? {} : { loads }),
      }),
    );
    world.settle();
    return { outcome: 'done', concernsAll: true };
  },
};
