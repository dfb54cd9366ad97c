import {
  type DeviceBehaviour,
  refusal,
  unsignedOf,
  type BackedDraft,
  type DeviceDraft,
  type Finding,
  type PlugState,
} from './behaviour';
import {
  acpiPresent,
  alreadyBusy,
  dimmInfo,
  dimmNode,
  dimmProperties,
  dimmReadable,
  hex,
  hotplugSupported,
} from './checks';

const SMALLEST_LABEL = 0x20000n;
const NO_UUID = '00000000-0000-0000-0000-000000000000';

const nvdimmEnabled = (_draft: DeviceDraft, { machine }: PlugState): Finding | undefined =>
  machine.nvdimm
    ? undefined
    : refusal('device/nvdimm-off', "nvdimm is not enabled: missing 'nvdimm' in '-M'", 'machine.nvdimm');

const labelSize = (draft: DeviceDraft): bigint => unsignedOf(draft, 'label-size') ?? 0n;

/** The labels lie behind the persistent part, which is cut down to the backend's alignment (nvdimm_prepare_memory_region). */
const persistentSize = (draft: BackedDraft): bigint => {
  const rest = draft.backend.size - labelSize(draft);
  return rest < 0n ? 0n : rest - (rest % draft.backend.alignment);
};

function labelFits(draft: BackedDraft): Finding | undefined {
  if (persistentSize(draft) > 0n) return undefined;
  const { id, size, alignment } = draft.backend;
  const text =
    `the size of memdev ${id} (${hex(size)}) is too small to contain nvdimm label (${hex(labelSize(draft))}) ` +
    `and aligned PMEM (${hex(alignment)})`;
  return refusal('device/label-too-large', text);
}

export const nvdimm: DeviceBehaviour = {
  classes: [['nvdimm', 'pc-dimm', 'device']],
  properties: {
    ...dimmProperties,
    'label-size': {
      type: 'size',
      check: (value) =>
        value < SMALLEST_LABEL
          ? `Property 'nvdimm.label-size' (${hex(value)}) is required at least ${hex(SMALLEST_LABEL)}`
          : undefined,
    },
    unarmed: { type: 'boolean' },
    uuid: { type: 'uuid' },
  },
  addressProperty: 'addr',
  memdevMissing: "'memdev' property is not set",
  beforeSlot: [acpiPresent, nvdimmEnabled, hotplugSupported],
  beforePlacement: [labelFits],
  size: persistentSize,
  alignment: ({ backend }) => backend.alignment,
  wholeBackend: false,
  realize: [dimmNode, alreadyBusy],
  info: (draft, place) => dimmInfo('nvdimm', draft, place),
  unplug: () => ({ refused: 'nvdimm device hot unplug is not supported yet.' }),
  fixed: { 'label-size': 'cannot change property value' },
  readable: (device) => ({
    ...dimmReadable(device),
    'label-size': labelSize(device.draft),
    unarmed: device.draft.values.get('unarmed') === true,
    uuid: String(device.draft.values.get('uuid') ?? NO_UUID),
  }),
};
