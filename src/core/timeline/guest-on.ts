/** The guest of a layout, running on its machine. */
import { firmwares } from '../boot/firmwares';
import type { GuestDriver } from '../document/schema';
import { bootGuest } from '../guest/boot-guest';
import type { RunningGuest } from '../guest/guest';
import type { RunningMachine } from '../runtime/running-machine';
import type { StageContext } from '../stages/stage';

const ALL_DRIVERS: readonly GuestDriver[] = ['virtio_mem', 'kmem', 'nd_pmem'];

/** Absent where nothing is known of the firmware or the kernel, or where that kernel does not boot. */
export function guestOn({ linux, boot, document }: StageContext, machine: RunningMachine): RunningGuest | undefined {
  const firmware = firmwares.find(boot.firmware);
  if (linux === undefined || linux.sure === 'unknown' || firmware === undefined) return undefined;
  return bootGuest({ linux, machine, firmware, drivers: new Set(document.boot.drivers ?? ALL_DRIVERS) });
}
