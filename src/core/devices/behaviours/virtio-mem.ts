import {
  type DeviceBehaviour,
  refusal,
  unsignedOf,
  warning,
  type BackedDraft,
  type DeviceDraft,
  type Finding,
  type PlugState,
  type RunningDevice,
  type Unplug,
} from './behaviour';
import type { MachineOptions } from '../../qemu/machine';
import { backendFree, hex, virtioMemNode } from './checks';
import { pciAddress, virtioPciClasses, virtioPciProperties } from './virtio-pci';

const SMALLEST_BLOCK = 0x100000n;

const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function blockSizeText(value: bigint): string | undefined {
  if (value < SMALLEST_BLOCK) return `'block-size' property has to be at least ${hex(SMALLEST_BLOCK)}`;
  let power = SMALLEST_BLOCK;
  while (power < value) power *= 2n;
  return power === value ? undefined : "'block-size' property has to be a power of two";
}

/**
 * By default 1 MiB or the backend's page size. QEMU takes the host's transparent huge page size where it can see it, so a layout
 * that is to come out the same everywhere states the block size.
 */
const blockSize = (draft: BackedDraft): bigint =>
  unsignedOf(draft, 'block-size') ?? largest(SMALLEST_BLOCK, draft.backend.pageSize);

/** Only anonymous private memory reads as zeros without being allocated. */
const hasSharedZeropage = ({ backend }: BackedDraft): boolean =>
  backend.type === 'memory-backend-ram' && !backend.share;

/** By default as the machine version has it: off (to 6.2), by backend (7.0 to 8.0), on. */
const unpluggedInaccessible = (draft: DeviceDraft, machine: MachineOptions): string => {
  const given = draft.values.get('unplugged-inaccessible');
  return typeof given === 'string' ? given : machine.version.rules.unpluggedInaccessible;
};

/** `auto` is decided by the backend when the device is realized. */
function decidedInaccessible(draft: BackedDraft, machine: MachineOptions): string {
  const chosen = unpluggedInaccessible(draft, machine);
  return chosen === 'auto' ? (hasSharedZeropage(draft) ? 'off' : 'on') : chosen;
}

/** virtio_mem_unplug_request_check. */
function unplug(device: RunningDevice, machine: MachineOptions): Unplug {
  const refuse = (what: string) => ({
    refused: `virtio-mem device cannot get unplugged while ${what}`,
  });
  if (decidedInaccessible(device.draft, machine) !== 'on') return refuse("'unplugged-inaccessible' != 'on'");
  if (device.pluggedSize !== 0n) return refuse('some of its memory is still plugged');
  if (device.requestedSize !== 0n) return refuse("'requested-size' != '0'");
  return { asks: 'pci' };
}

const warnsOfSharedZeropage = (draft: BackedDraft, state: PlugState): Finding | undefined =>
  unpluggedInaccessible(draft, state.machine) === 'off' && !hasSharedZeropage(draft)
    ? warning(
        'device/no-shared-zeropage',
        "'unplugged-inaccessible' property set to 'off' with a memdev that does not support the shared zeropage.",
      )
    : undefined;

const blockCoversPage = (draft: BackedDraft): Finding | undefined =>
  blockSize(draft) < draft.backend.pageSize
    ? refusal(
        'device/block-below-page',
        `'block-size' property has to be at least the page size (${hex(draft.backend.pageSize)})`,
      )
    : undefined;

/** virtio_mem_set_requested_size. */
function resize({ draft }: RunningDevice, wanted: bigint): string | undefined {
  const block = blockSize(draft);
  if (wanted % block !== 0n) return `'requested-size' has to be multiples of 'block-size' (${hex(block)})`;
  const { size } = draft.backend;
  return wanted > size ? `'requested-size' cannot exceed the memory backend size(${hex(size)})` : undefined;
}

const requestIsWholeBlocks = (draft: BackedDraft): Finding | undefined =>
  (unsignedOf(draft, 'requested-size') ?? 0n) % blockSize(draft) === 0n
    ? undefined
    : refusal(
        'device/requested-size-unaligned',
        `'requested-size' property has to be multiples of 'block-size' (${hex(blockSize(draft))})`,
      );

/** Only where nothing is placed: a place is aligned already. */
const addressIsWholeBlocks = (draft: BackedDraft): Finding | undefined =>
  (unsignedOf(draft, 'memaddr') ?? 0n) % blockSize(draft) === 0n
    ? undefined
    : refusal(
        'device/address-unaligned',
        `'memaddr' property has to be multiples of 'block-size' (${hex(blockSize(draft))})`,
      );

const backendIsWholeBlocks = (draft: BackedDraft): Finding | undefined =>
  draft.backend.size % blockSize(draft) === 0n
    ? undefined
    : refusal(
        'device/backend-unaligned-to-block',
        `'memdev' property memdev size has to be multiples of'block-size' (${hex(blockSize(draft))})`,
      );

/** ram_block_discard_shared_range. */
const warnsOfPrivateFile = ({ backend }: BackedDraft): Finding | undefined =>
  backend.type !== 'memory-backend-ram' && !backend.share
    ? {
        ...warning(
          'device/private-file-mapping',
          'ram_block_discard_shared_range: Discarding RAM in private file mappings is possibly dangerous, because it will modify ' +
            'the underlying file and will affect other users of the file',
        ),
        once: true,
      }
    : undefined;

export const virtioMem: DeviceBehaviour = {
  classes: [['virtio-mem', 'virtio-device', 'device'], virtioPciClasses('virtio-mem-pci')],
  properties: {
    ...virtioPciProperties,
    memdev: { type: 'backend' },
    memaddr: { type: 'uint64' },
    node: { type: 'uint32' },
    'block-size': { type: 'size', check: blockSizeText },
    'requested-size': { type: 'size' },
    size: { type: 'read-only', of: 'virtio-mem' },
    prealloc: { type: 'boolean' },
    'dynamic-memslots': { type: 'boolean' },
    'unplugged-inaccessible': { type: 'choice', choices: ['auto', 'on', 'off'] },
    ioeventfd: { type: 'boolean' },
    vectors: { type: 'uint32' },
    'x-early-migration': { type: 'boolean' },
  },
  addressProperty: 'memaddr',
  memdevMissing: "'memdev' property is not set",
  beforeSlot: [],
  beforePlacement: [],
  size: ({ backend }) => backend.size,
  alignment: (draft) => largest(draft.backend.alignment, blockSize(draft)),
  wholeBackend: true,
  realize: [
    backendFree((backend) => `'memdev' property specifies a busy memdev: ${backend}`),
    virtioMemNode,
    warnsOfSharedZeropage,
    blockCoversPage,
    requestIsWholeBlocks,
    addressIsWholeBlocks,
    backendIsWholeBlocks,
    warnsOfPrivateFile,
  ],
  info: (draft, place) => ({
    type: 'virtio-mem',
    data: {
      memdev: `/objects/${draft.backend.id}`,
      memaddr: place.address,
      'block-size': blockSize(draft),
      size: 0n,
      node: unsignedOf(draft, 'node') ?? 0n,
      'max-size': place.size,
      'requested-size': unsignedOf(draft, 'requested-size') ?? 0n,
      ...(draft.id === undefined ? {} : { id: draft.id }),
    },
  }),
  unplug,
  resize,
  fixed: { 'block-size': "'block-size' cannot be changed" },
  readable: (device, machine) => ({
    memaddr: device.address,
    node: BigInt(device.node),
    size: device.pluggedSize,
    'block-size': blockSize(device.draft),
    'requested-size': device.requestedSize,
    'unplugged-inaccessible': decidedInaccessible(device.draft, machine),
    prealloc: device.draft.values.get('prealloc') === true,
    'dynamic-memslots': device.draft.values.get('dynamic-memslots') === true,
    addr: pciAddress(device),
  }),
};
