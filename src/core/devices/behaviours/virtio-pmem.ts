import { alreadyBusy } from './checks';
import type { DeviceBehaviour } from './behaviour';
import { pciAddress, virtioPciClasses, virtioPciProperties } from './virtio-pci';

export const virtioPmem: DeviceBehaviour = {
  classes: [['virtio-pmem', 'virtio-device', 'device'], virtioPciClasses('virtio-pmem-pci')],
  properties: { ...virtioPciProperties, memdev: { type: 'backend' }, memaddr: { type: 'uint64' } },
  addressProperty: 'memaddr',
  memdevMissing: 'virtio-pmem memdev not set',
  beforeSlot: [],
  beforePlacement: [],
  size: ({ backend }) => backend.size,
  alignment: ({ backend }) => backend.alignment,
  wholeBackend: true,
  realize: [alreadyBusy],
  info: (draft, place) => ({
    type: 'virtio-pmem',
    data: {
      memdev: `/objects/${draft.backend.id}`,
      size: place.size,
      memaddr: place.address,
      ...(draft.id === undefined ? {} : { id: draft.id }),
    },
  }),
  unplug: () => ({ refused: 'this virtio based memory devices cannot be unplugged' }),
  readable: (device) => ({ memaddr: device.address, addr: pciAddress(device) }),
};
