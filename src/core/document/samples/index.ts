/** Layouts to start from, in the order of the gallery. The first is what a first visit shows. */
import { registry } from '../../base/registry';
import { cpuGpuModule } from './cpu-gpu-module';
import { cxlExpander } from './cxl-expander';
import { dayOfResizing } from './day-of-resizing';
import { eightGpuPassthrough } from './eight-gpu-passthrough';
import { eightGpuSpm } from './eight-gpu-spm';
import { flatHbm } from './flat-hbm';
import { fourApu } from './four-apu';
import { lateSpm } from './late-spm';
import { overlapV1 } from './overlap-v1';
import { persistentMemory } from './persistent-memory';
import { smallVm } from './small-vm';
import { virtioMemPlan } from './virtio-mem-plan';

export const samples = registry([
  fourApu,
  smallVm,
  dayOfResizing,
  virtioMemPlan,
  lateSpm,
  eightGpuSpm,
  eightGpuPassthrough,
  cxlExpander,
  persistentMemory,
  flatHbm,
  cpuGpuModule,
  overlapV1,
]);
