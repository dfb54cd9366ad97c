/** Boot stages, in boot order. Each takes the world as the one before left it. */
import { registry } from '../base/registry';
import { firmwareStage } from './firmware';
import { linuxBios, linuxFinal } from './linux';
import { qemuFile } from './qemu/index';
import type { Stage } from './stage';

export const stages = registry<Stage>([qemuFile, firmwareStage, linuxBios, linuxFinal]);
