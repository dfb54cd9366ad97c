/** Hosts to plan on, in the order of menus. */
import { registry } from '../../base/registry';
import { cpuGpuModuleHost } from './cpu-gpu-module';
import { cxlExpandersHost } from './cxl-expanders';
import { flatHbmHost } from './flat-hbm';
import { fourApuHost } from './four-apu';
import type { HostPreset } from './host-preset';
import { twoSocketHost } from './two-socket';

export const hostPresets = registry<HostPreset>([
  fourApuHost,
  flatHbmHost,
  cxlExpandersHost,
  cpuGpuModuleHost,
  twoSocketHost,
]);
