import { acpiPresent, alreadyBusy, dimmInfo, dimmNode, dimmProperties, dimmReadable, hotplugSupported } from './checks';
import type { DeviceBehaviour } from './behaviour';

export const pcDimm: DeviceBehaviour = {
  classes: [['pc-dimm', 'device']],
  properties: dimmProperties,
  addressProperty: 'addr',
  inRegisters: true,
  memdevMissing: "'memdev' property is not set",
  beforeSlot: [acpiPresent, hotplugSupported],
  beforePlacement: [],
  size: ({ backend }) => backend.size,
  alignment: ({ backend }) => backend.alignment,
  wholeBackend: true,
  realize: [dimmNode, alreadyBusy],
  info: (draft, place) => dimmInfo('dimm', draft, place),
  unplug: () => ({ asks: 'acpi' }),
  readable: dimmReadable,
};
