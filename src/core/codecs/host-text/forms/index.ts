/** Every kind of line that is understood. The first that takes a line has it; those that most lines of a log are come first. */
import { registry } from '../../../base/registry';
import type { LineForm } from '../line-form';
import { addressSizes } from './address-sizes';
import { e820Edits } from './e820-edits';
import { e820Tables } from './e820-tables';
import { efiMap } from './efi-map';
import { firmwareMemmap } from './firmware-memmap';
import { iomem } from './iomem';
import { lastPfn, memoryBlockSize, pciGap, ramBuffers } from './kernel-marks';
import { lsmem } from './lsmem';
import { earlyNodes, srat } from './nodes';
import { numactl } from './numactl';
import { plainTable } from './plain-table';
import { uefiShell } from './uefi-shell';

export const lineForms = registry<LineForm>([
  e820Tables,
  e820Edits,
  lastPfn,
  pciGap,
  ramBuffers,
  efiMap,
  uefiShell,
  srat,
  earlyNodes,
  firmwareMemmap,
  iomem,
  lsmem,
  plainTable,
  numactl,
  memoryBlockSize,
  addressSizes,
]);
