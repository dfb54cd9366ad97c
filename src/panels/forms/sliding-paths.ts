/** Which fields have a slider: settings whose cliffs the planner looks for. */
import type { DocPath } from '../../core/space/region';

const SLIDABLE =
  /^(memory\.(size|maxmem|slots)|machine\.(pciHole64Size|maxRamBelow4g)|cpu\.physBits|backends\.\d+\.size|devices\.\d+\.(addr|requestedSize))$/;

/** Whether a field's setting has cliffs that can be looked for. */
export const canSlide = (path: DocPath): boolean => SLIDABLE.test(path);
