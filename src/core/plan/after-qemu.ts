/** What follows a start-up that QEMU goes through with: the firmware's hand-off, and what the kernel makes of it. */
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import { firmwareHandOff } from '../firmware/index';
import type { HandOff } from '../firmware/hand-off';
import { linuxView } from '../linux/index';
import type { LinuxView } from '../linux/view';
import type { Startup } from '../qemu/machine';
import { accepted } from '../qemu/tables/accepted';
import type { BootChoice } from './plan';

export interface AfterQemu {
  readonly handOff?: HandOff;
  readonly linux?: LinuxView;
}

/** Nothing where QEMU refuses to start, or where a layout names a firmware or a kernel that nobody knows. */
export function afterQemu(startup: Startup, boot: BootChoice): AfterQemu {
  const started = accepted(startup);
  const firmware = firmwares.find(boot.firmware);
  if (started === undefined || firmware === undefined) return {};
  const handOff = firmwareHandOff(firmware, started);
  const kernel = kernels.find(boot.kernel);
  if (kernel === undefined) return { handOff };
  return { handOff, linux: linuxView({ handOff, kernel, append: boot.append, startup: started }) };
}
