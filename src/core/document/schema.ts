/**
 * The layout document: what the user means (machine, memory, nodes, devices, host, firmware, kernel, events), not how a command
 * line spells it. Absent means "QEMU's default", so a document stays as short as the intent.
 */
import * as z from 'zod/mini';
import { memoryDeviceSchema } from '../devices/index';
import { defaultDialect } from '../dialects/index';
import { bytesSchema, extraSchema, identifierSchema, nodeSchema } from '../devices/shape';
import { reviewSchema } from './review';

/** The version of the document's content. Raised together with a migration. */
export const FORMAT = 6;

/** Most steps of a timeline. */
const MOST_EVENTS = 100_000;

const physicalRange = { start: bytesSchema, size: bytesSchema };

const shortText = z.string().check(z.maxLength(256));
const longText = z.string().check(z.maxLength(16_384));
const count = z.number().check(z.int(), z.minimum(0), z.maximum(0xffff_ffff));
const list = <S extends z.ZodMiniType>(item: S, most: number) => z._default(z.array(item).check(z.maxLength(most)), []);

export const cxlWindowSchema = z.strictObject({
  targets: z.array(shortText).check(z.minLength(1), z.maxLength(16)),
  size: bytesSchema,
  granularity: z.optional(bytesSchema),
});

export const machineSchema = z.strictObject({
  /** `q35`, `pc`, `microvm`, `isapc`; anything else is QEMU's to refuse. */
  type: shortText,
  /** `11.1`; absent is the newest. Only q35 and pc have versions. */
  version: z.optional(shortText),
  acpi: z.optional(z.boolean()),
  nvdimm: z.optional(z.boolean()),
  hmat: z.optional(z.boolean()),
  cxl: z.optional(z.boolean()),
  cxlWindows: list(cxlWindowSchema, 64),
  maxRamBelow4g: z.optional(bytesSchema),
  pciHole64Size: z.optional(bytesSchema),
  memoryBackend: z.optional(shortText),
  oemId: z.optional(shortText),
  oemTableId: z.optional(shortText),
  extra: z.optional(extraSchema),
});

export const cpuSchema = z.strictObject({
  model: z.optional(shortText),
  physBits: z.optional(count),
  vendor: z.optional(shortText),
  longMode: z.optional(z.boolean()),
  x2apic: z.optional(z.boolean()),
  /** Other features as typed, `+avx` or `key=value`, in order. */
  features: list(shortText, 512),
});

export const smpSchema = z.strictObject({
  cpus: z.optional(count),
  maxcpus: z.optional(count),
  sockets: z.optional(count),
  dies: z.optional(count),
  modules: z.optional(count),
  cores: z.optional(count),
  threads: z.optional(count),
  extra: z.optional(extraSchema),
});

export const memorySchema = z.strictObject({
  size: z.optional(bytesSchema),
  slots: z.optional(count),
  maxmem: z.optional(bytesSchema),
});

export const backendSchema = z.strictObject({
  id: identifierSchema,
  type: z.enum(['ram', 'file', 'memfd', 'shm']),
  size: bytesSchema,
  share: z.optional(z.boolean()),
  reserve: z.optional(z.boolean()),
  /** Special-purpose memory in the first spelling of it, `hmem=on`, which no release of QEMU has. */
  hmem: z.optional(z.boolean()),
  /** file: path on the host. */
  path: z.optional(z.string().check(z.maxLength(4096))),
  align: z.optional(bytesSchema),
  hugetlb: z.optional(z.boolean()),
  hugetlbSize: z.optional(bytesSchema),
  /** The host memory behind it, in the order of its bytes; absent: wherever the host has room. */
  host: z.optional(z.array(z.strictObject(physicalRange)).check(z.minLength(1), z.maxLength(64))),
  extra: z.optional(extraSchema),
});

export const numaNodeSchema = z.strictObject({
  id: nodeSchema,
  memdev: z.optional(shortText),
  /** CPU index ranges, both ends included, as `cpus=` has them. */
  cpus: z.optional(z.array(z.strictObject({ first: count, last: count })).check(z.maxLength(4096))),
  initiator: z.optional(count),
  /** What the node's boot memory was to be in patches that were never merged: `spm=on`, `memmap-type=spm` and `=reserved`. */
  mark: z.optional(z.enum(['spm', 'reserved'])),
});

export const cpuAssignmentSchema = z.strictObject({
  node: nodeSchema,
  socket: z.optional(count),
  die: z.optional(count),
  module: z.optional(count),
  core: z.optional(count),
  thread: z.optional(count),
});

export const distanceSchema = z.strictObject({ from: nodeSchema, to: nodeSchema, value: count });

export const hmatEntrySchema = z.strictObject({
  initiator: nodeSchema,
  target: nodeSchema,
  hierarchy: z.enum(['memory', 'first-level', 'second-level', 'third-level']),
  dataType: z.enum([
    'access-latency',
    'read-latency',
    'write-latency',
    'access-bandwidth',
    'read-bandwidth',
    'write-bandwidth',
  ]),
  /** Nanoseconds for latencies, bytes per second for bandwidths. */
  value: bytesSchema,
});

export const hmatCacheSchema = z.strictObject({
  node: nodeSchema,
  size: bytesSchema,
  level: count,
  associativity: z.optional(z.enum(['none', 'direct', 'complex'])),
  policy: z.optional(z.enum(['none', 'write-back', 'write-through'])),
  line: z.optional(count),
});

/** A BAR of a PCI device: what it asks the guest's firmware for. No option of QEMU names it; the device itself has it. */
export const barSchema = z.strictObject({
  size: bytesSchema,
  /** A 64-bit prefetchable BAR may lie above 4 GiB; absent is true. */
  wide: z.optional(z.boolean()),
  /** Where something has put it; absent: wherever the firmware finds room. */
  addr: z.optional(bytesSchema),
});

/** A `-device` that is no memory device (a bridge, a GPU): kept in its place, since order decides PCI slots and table order. */
export const otherDeviceSchema = z.strictObject({
  kind: z.literal('other'),
  driver: shortText,
  id: z.optional(shortText),
  bars: z.optional(z.array(barSchema).check(z.minLength(1), z.maxLength(6))),
  extra: z.optional(extraSchema),
});

/** An `-object` that is no memory backend. */
export const otherObjectSchema = z.strictObject({
  type: shortText,
  id: shortText,
  extra: z.optional(extraSchema),
});

export const deviceSchema = z.union([memoryDeviceSchema, otherDeviceSchema]);

export const hostRangeSchema = z.strictObject({
  ...physicalRange,
  /** E820 type number: 1 usable, 2 reserved, 0xEFFFFFFF soft reserved. */
  type: z.number().check(z.int(), z.minimum(0), z.maximum(0xffff_ffff)),
  node: z.optional(nodeSchema),
  title: z.optional(shortText),
});

/** A line of the host's `/proc/iomem`, in the order of the file; names stay as printed. */
export const hostResourceSchema = z.strictObject({
  ...physicalRange,
  name: shortText,
  /** Levels of indentation. */
  depth: count,
});

export const hostNodeSchema = z.strictObject({
  id: nodeSchema,
  size: z.optional(bytesSchema),
  /** As `0-71,144`; empty for a node without CPUs, absent where that is unknown. */
  cpus: z.optional(z.string().check(z.maxLength(4096))),
});

/** A dax device of the host, as `daxctl list` names it. */
export const hostDaxSchema = z.strictObject({
  name: shortText,
  size: bytesSchema,
  /** Unknown where only `daxctl` said something. */
  start: z.optional(bytesSchema),
  node: z.optional(nodeSchema),
  /** `devdax` or `system-ram`. */
  mode: z.optional(shortText),
});

export const hostSchema = z.strictObject({
  title: z.optional(shortText),
  /** Where the facts come from: a public address, or the texts that were read. */
  source: z.optional(z.string().check(z.maxLength(1024))),
  physBits: z.optional(count),
  /** Bytes of a memory block. */
  blockSize: z.optional(bytesSchema),
  ranges: list(hostRangeSchema, 4096),
  nodes: list(hostNodeSchema, 1024),
  resources: list(hostResourceSchema, 4096),
  dax: list(hostDaxSchema, 1024),
});

/** What a guest does with memory blocks that appear (`memhp_default_state=`, `/sys/devices/system/memory/auto_online_blocks`). */
export const onlinePolicySchema = z.enum(['online', 'online_kernel', 'online_movable', 'offline']);

/** Drivers of the guest without which a kind of memory stays unused. */
export const guestDriverSchema = z.enum(['virtio_mem', 'kmem', 'nd_pmem']);

export const bootSchema = z.strictObject({
  /** Id of a firmware build in `core/boot/firmwares`; another one stays and is said to be unknown. */
  firmware: z.optional(shortText),
  /** Id of a kernel in `core/boot/kernels`, likewise. */
  kernel: z.optional(shortText),
  append: z.optional(longText),
  /** Id of the rule in `core/boot/pci-windows` by which firmware sizes its 64-bit PCI window; absent: the firmware's own. */
  pciWindow: z.optional(shortText),
  /** Drivers that the guest has from the start; absent: all of them. */
  drivers: z.optional(z.array(guestDriverSchema).check(z.maxLength(8))),
});

/** A host that the guest is meant to run on, too. */
export const fleetHostSchema = z.strictObject({ title: z.optional(shortText), physBits: count });

const stepFields = {
  title: z.optional(shortText),
  /** Milliseconds since the machine started; absent where only the order is known. */
  atMs: z.optional(count),
};

/** A step of the timeline: what is asked of QEMU, or done in the guest, once the machine runs. */
export const eventSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('plug'),
    ...stepFields,
    device: memoryDeviceSchema,
    /** The backend to add first, if the layout does not have it. */
    backend: z.optional(backendSchema),
  }),
  z.strictObject({
    do: z.literal('unplug'),
    ...stepFields,
    /** Id of the device. */
    device: shortText,
    /** What the guest says; absent: as the model of the guest has it. */
    answer: z.optional(z.enum(['agrees', 'refuses'])),
    /** `object-del` of the device's backend once the device is gone. */
    dropsBackend: z.optional(z.boolean()),
  }),
  z.strictObject({
    do: z.literal('resize'),
    ...stepFields,
    /** Id of a virtio-mem device. */
    device: shortText,
    requestedSize: bytesSchema,
    /** Bytes at which the guest stops, between what is plugged and what is requested; absent: as the model of the guest has it. */
    reaches: z.optional(bytesSchema),
  }),
  z.strictObject({ do: z.literal('reboot'), ...stepFields }),
  /** From here on the guest is another one: its policy, what it holds on to, its drivers. What is absent stays as it is. */
  z.strictObject({
    do: z.literal('guest'),
    ...stepFields,
    online: z.optional(onlinePolicySchema),
    /** True: no online block can be given back, as with pages that cannot be moved. */
    pinsMemory: z.optional(z.boolean()),
    loads: z.optional(guestDriverSchema),
  }),
  /** Blocks of a device brought online or taken offline by hand, the lowest first. */
  z.strictObject({
    do: z.literal('blocks'),
    ...stepFields,
    device: shortText,
    to: onlinePolicySchema,
    /** How many blocks; absent: all that are not so yet. */
    count: z.optional(count),
  }),
  /** Any other QMP command, as its JSON text. */
  z.strictObject({ do: z.literal('qmp'), ...stepFields, command: longText }),
]);

export const documentSchema = z.strictObject({
  format: z.literal(FORMAT),
  title: z._default(shortText, ''),
  dialect: z._default(shortText, defaultDialect.id),
  machine: machineSchema,
  cpu: z._default(cpuSchema, { features: [] }),
  smp: z._default(smpSchema, {}),
  memory: z._default(memorySchema, {}),
  backends: list(backendSchema, 4096),
  objects: list(otherObjectSchema, 4096),
  nodes: list(numaNodeSchema, 1024),
  cpuAssignments: list(cpuAssignmentSchema, 4096),
  distances: list(distanceSchema, 16_384),
  hmat: list(hmatEntrySchema, 16_384),
  hmatCaches: list(hmatCacheSchema, 1024),
  devices: list(deviceSchema, 4096),
  /** `-global` settings that have no field of their own. */
  globals: list(z.strictObject({ driver: shortText, property: shortText, value: longText }), 1024),
  /** Options that do not concern memory, kept as typed. */
  options: list(z.strictObject({ name: shortText, value: z.optional(longText) }), 4096),
  host: z._default(hostSchema, { ranges: [], nodes: [], resources: [], dax: [] }),
  /** Further hosts that should be able to run the guest. */
  fleet: list(fleetHostSchema, 256),
  boot: z._default(bootSchema, {}),
  events: list(eventSchema, MOST_EVENTS),
  review: z._default(reviewSchema, { threads: [], waivers: [] }),
});

export type LayoutDocument = z.output<typeof documentSchema>;
export type Backend = z.output<typeof backendSchema>;
export type Device = z.output<typeof deviceSchema>;
export type NumaNode = z.output<typeof numaNodeSchema>;
export type LayoutEvent = z.output<typeof eventSchema>;
export type OnlinePolicy = z.output<typeof onlinePolicySchema>;
export type GuestDriver = z.output<typeof guestDriverSchema>;
export type Bar = z.output<typeof barSchema>;
export type FleetHost = z.output<typeof fleetHostSchema>;
export type HostRange = z.output<typeof hostRangeSchema>;
export type Host = z.output<typeof hostSchema>;
export type HostResource = z.output<typeof hostResourceSchema>;
