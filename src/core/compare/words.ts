/** How the fields of a layout are called and written where two layouts are compared. */
import { typeWords } from '../base/e820';
import { formatAddress, formatSize } from '../base/size-text';
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import { pciWindows } from '../boot/pci-windows';
import { deviceKinds } from '../devices/index';
import { dialects } from '../dialects/index';

type Write = (value: unknown) => string;

export interface FieldWords {
  readonly label: string;
  readonly write?: Write;
  /** What it is where the layout does not say. */
  readonly absent?: string;
  /** Another value is another size, or another address. */
  readonly kind?: 'resized' | 'moved';
  /** The value in the one form that all spellings of it have, where there are several. */
  readonly means?: (value: unknown) => unknown;
}

export type FieldTable = Readonly<Record<string, FieldWords>>;

const LONGEST = 120;
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Any value of a document; long ones are cut. */
export function plain(value: unknown): string {
  if (value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value === '' ? 'empty' : short(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : short(value.map(plain).join(', '));
  return short(JSON.stringify(value));
}

export const size: Write = (value) => (typeof value === 'number' ? formatSize(value) : plain(value));
export const address: Write = (value) => (typeof value === 'number' ? formatAddress(value) : plain(value));
export const e820Type: Write = (value) => (typeof value === 'number' ? typeWords(value) : plain(value));

const isSpan = (value: unknown): value is { readonly first: number; readonly last: number } =>
  typeof value === 'object' && value !== null && 'first' in value && 'last' in value;
/** Which CPUs, whatever pieces they are listed in. */
function cpuSet(value: unknown): unknown {
  if (!Array.isArray(value) || !value.every(isSpan)) return value;
  const spans: { first: number; last: number }[] = [];
  for (const { first, last } of value.toSorted((a, b) => a.first - b.first)) {
    const before = spans.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else spans.push({ first, last });
  }
  return spans;
}

/** Names whose order says nothing. */
const anyOrder = (value: unknown): unknown => (Array.isArray(value) ? value.map(String).toSorted() : value);

/** What a feature is about: of several settings of one the last counts, so that their order does. */
const featureName = (feature: string): string => feature.replace(/^[+-]/, '').replace(/=.*$/s, '');
const features = (value: unknown): unknown => {
  if (!Array.isArray(value)) return value;
  const names = value.map((feature) => featureName(String(feature)));
  return new Set(names).size === names.length ? anyOrder(value) : value;
};

/** As `cpus=` has them: `0-7, 12`. */
export const cpuRanges: Write = (value) =>
  Array.isArray(value)
    ? plain(
        value.map((each) => (isSpan(each) ? `${each.first}${each.last === each.first ? '' : `-${each.last}`}` : '')),
      )
    : plain(value);

const isPiece = (value: unknown): value is { readonly start: number; readonly size: number } =>
  typeof value === 'object' && value !== null && 'start' in value && 'size' in value;
/** Pieces of host memory: `8 GiB at 0x280000000`. */
export const pieces: Write = (value) =>
  Array.isArray(value)
    ? plain(value.map((each) => (isPiece(each) ? `${size(each.size)} at ${address(each.start)}` : '')))
    : plain(value);

const titled =
  (all: { find(id: string): { readonly title: string } | undefined }): Write =>
  (value) =>
    typeof value === 'string' ? (all.find(value)?.title ?? value) : plain(value);

const bytes = (label: string, absent?: string): FieldWords => ({
  label,
  write: size,
  ...(absent === undefined ? {} : { absent }),
});
const word = (label: string, absent?: string): FieldWords => ({ label, ...(absent === undefined ? {} : { absent }) });
const ownSize: FieldWords = { label: 'size', write: size, kind: 'resized', absent: 'unknown' };

export const MACHINE: FieldTable = {
  type: word('Machine'),
  version: word('Machine version', 'newest'),
  acpi: word('ACPI', 'on'),
  nvdimm: word('NVDIMM', 'off'),
  hmat: word('HMAT', 'off'),
  cxl: word('CXL', 'off'),
  maxRamBelow4g: bytes('RAM below 4 GiB', 'machine’s own split'),
  pciHole64Size: bytes('64-bit PCI hole', 'default'),
  memoryBackend: word('RAM backend', 'made by QEMU'),
  oemId: word('OEM id', 'BOCHS'),
  oemTableId: word('OEM table id', 'BXPC'),
};

export const CPU: FieldTable = {
  model: word('CPU', 'machine’s default'),
  physBits: word('phys-bits', 'model’s own'),
  vendor: word('CPU vendor', 'model’s own'),
  longMode: word('64-bit (lm)', 'model’s own'),
  x2apic: word('x2APIC', 'model’s own'),
  features: { label: 'CPU features', absent: 'none', means: features },
};

export const SMP: FieldTable = {
  cpus: word('CPUs', 'QEMU’s default'),
  maxcpus: word('Maximum of CPUs', 'as CPUs'),
  sockets: word('Sockets', 'auto'),
  dies: word('Dies', '1'),
  modules: word('Modules', '1'),
  cores: word('Cores', 'auto'),
  threads: word('Threads', '1'),
};

export const MEMORY: FieldTable = {
  size: { label: 'Boot RAM', write: size, absent: '128 MiB', kind: 'resized' },
  slots: word('Slots', '0'),
  maxmem: bytes('maxmem', 'no window'),
};

export const BACKEND: FieldTable = {
  type: word('backend’s type'),
  size: ownSize,
  share: word('shared', 'off'),
  reserve: word('reserve', 'on'),
  hmem: word('hmem', 'off'),
  path: word('file', 'none'),
  align: bytes('alignment', 'page size'),
  hugetlb: word('huge pages', 'off'),
  hugetlbSize: bytes('huge page size', 'default'),
  host: { label: 'host memory', write: pieces, absent: 'wherever there is room' },
};

export const CXL_WINDOW: FieldTable = {
  size: ownSize,
  targets: word('targets'),
  granularity: bytes('granularity', '256 bytes'),
};

export const DEVICE: FieldTable = {
  kind: { label: 'kind', write: titled(deviceKinds) },
  id: word('name', 'none'),
  driver: word('driver'),
  memdev: word('backend', 'none'),
  node: word('node', '0'),
  addr: { label: 'address', write: (value) => (value === 0 ? 'auto' : address(value)), absent: 'auto', kind: 'moved' },
  slot: { label: 'slot', write: (value) => (value === -1 ? 'auto' : plain(value)), absent: 'auto' },
  requestedSize: { label: 'requested size', write: size, absent: '0', kind: 'resized' },
  blockSize: bytes('block size', 'default'),
  labelSize: bytes('label size', 'none'),
  bars: { label: 'BARs', write: (value) => (Array.isArray(value) ? plain(value.map(barWords)) : plain(value)) },
};

const barWords = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'size' in value ? size(value.size) : plain(value);

export const NODE: FieldTable = {
  memdev: word('RAM backend', 'no RAM'),
  cpus: { label: 'CPUs', write: cpuRanges, absent: 'none', means: cpuSet },
  initiator: word('initiator', 'none'),
  mark: word('mark', 'none'),
};

export const BOOT: FieldTable = {
  firmware: { label: 'Firmware', write: titled(firmwares), absent: 'assumed' },
  kernel: { label: 'Kernel', write: titled(kernels), absent: 'assumed' },
  append: word('Kernel parameters', 'none'),
  pciWindow: { label: '64-bit PCI window', write: titled(pciWindows), absent: 'firmware’s own' },
  drivers: { label: 'Drivers of the guest', absent: 'all', means: anyOrder },
};

export const HOST: FieldTable = {
  title: word('Name of the host', 'none'),
  source: word('Source', 'not said'),
  physBits: word('Host address bits', 'unknown'),
  blockSize: bytes('Host memory block', 'unknown'),
};

export const HOST_RANGE: FieldTable = {
  size: ownSize,
  type: { label: 'type', write: e820Type },
  node: word('node', 'unknown'),
  title: word('name', 'none'),
};

export const HOST_NODE: FieldTable = { size: ownSize, cpus: word('CPUs', 'unknown') };

export const HOST_DAX: FieldTable = {
  size: ownSize,
  start: { label: 'start', write: address, absent: 'unknown', kind: 'moved' },
  node: word('node', 'unknown'),
  mode: word('mode', 'unknown'),
};

export const ROOT: FieldTable = {
  title: { label: 'Title', write: (value) => (value === '' ? 'none' : plain(value)) },
  dialect: { label: 'QEMU', write: titled(dialects) },
};
