import type { LayoutEvent } from '../../document/schema';
import { systemReset } from '../commands';
import { refusedEnd, type StepEnd, type StepKind } from '../step-kind';
import type { World } from '../world';

/** What a reset leads to; QEMU 11.1 aborts where a PCI device was asked to leave and is still there. */
export function afterReset(world: World): StepEnd {
  if (!world.machine.isAlive) {
    const text = 'QEMU aborts: a PCI device was asked to leave and is still there';
    return refusedEnd({ code: 'machine/aborts-at-reset', text, by: 'physmap' }, { concernsAll: true });
  }
  world.announced = [...world.machine.population.devices];
  world.inGuest('boots anew with what is plugged', (guest) => guest.reboot());
  world.settle();
  return { outcome: 'done', concernsAll: true };
}

export const reboot: StepKind<Extract<LayoutEvent, { do: 'reboot' }>> = {
  words: () => 'resets the machine',
  run(world) {
    world.ask(systemReset());
    return afterReset(world);
  },
};
