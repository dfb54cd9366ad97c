/** Creating a memory backend: what QEMU refuses without naming the option (backends/hostmem*.c; spec sections 6.1 and 10). */
import { err, ok, type Result } from '../base/result';
import { isWellFormedId, malformedIdText } from '../options/identifier';
import { alignUp64 } from '../options/number';
import { inPropertyOrder } from '../options/property-order';
import type { Backend } from './machine';
import type { ObjectRequest } from './objects';
import type { ObjectValue } from './object-values';

interface Refused {
  readonly code: string;
  readonly text: string;
}
type Values = ReadonlyMap<string, ObjectValue>;

/** A file is smaller than the RAM block that is to lie in it. */
export const TOO_SMALL = 'object/size-not-pages';

const KiB4 = 4096n;
const MiB2 = 0x200000n;
const GiB1 = 0x40000000n;

const hex = (value: bigint): string => `0x${value.toString(16)}`;
const refuse = (code: string, text: string) => err({ code, text });

const integer = (values: Values, key: string): bigint | undefined => {
  const value = values.get(key);
  return typeof value === 'bigint' ? value : undefined;
};

/** Types that QEMU's schema knows and this build lacks: EPC memory needs KVM, the others another architecture. */
const ABSENT = new Set([
  'memory-backend-epc',
  'pef-guest',
  's390-pv-guest',
  'authz-pam',
  'cryptodev-backend-lkcf',
  'x-vfio-user-server',
]);

/** How a backend type gets its memory, and what can be wrong with it. */
interface BackendType {
  /** In bytes, if it is not 4 KiB. */
  pageSize(values: Values): bigint;
  alignment(values: Values, pageSize: bigint): bigint;
  /** Whether it is shared unless `share` says otherwise. */
  readonly shared: boolean;
  check(request: ObjectRequest, size: bigint, pageSize: bigint, fileSize: bigint): Refused | undefined;
}

const fourKiB = (): bigint => KiB4;

const BACKENDS: ReadonlyMap<string, BackendType> = new Map([
  [
    'memory-backend-ram',
    // Transparent huge pages are what anonymous memory is aligned for.
    { pageSize: fourKiB, alignment: () => MiB2, shared: false, check: () => undefined },
  ],
  [
    'memory-backend-shm',
    { pageSize: fourKiB, alignment: (_values, pageSize) => pageSize, shared: true, check: checkShm },
  ],
  [
    'memory-backend-memfd',
    { pageSize: memfdPageSize, alignment: (_values, pageSize) => pageSize, shared: true, check: checkMemfd },
  ],
  ['memory-backend-file', { pageSize: fourKiB, alignment: fileAlignment, shared: false, check: checkFile }],
] satisfies readonly (readonly [string, BackendType])[]);

/**
 * The backend, nothing for objects of other types, or QEMU's words.
 *
 * @param names of objects that exist
 * @param fileSize bytes of the file that a failed memfd of the same name left behind; its own size where there is none
 */
export function createBackend(
  request: ObjectRequest,
  names: Pick<ReadonlySet<string>, 'has'>,
  fileSize?: bigint,
): Result<Backend | undefined, Refused> {
  const { type, id, values } = request;
  if (!isWellFormedId(id)) return refuse('object/malformed-id', malformedIdText);
  if (ABSENT.has(type)) return refuse('object/absent-type', `invalid object type: ${type}`);
  const backendType = BACKENDS.get(type);
  const bad = backendType === undefined ? undefined : badValue(type, values);
  if (bad !== undefined) return err(bad);
  if (names.has(id)) {
    return refuse('object/duplicate-id', `attempt to add duplicate property '${id}' to object (type 'container')`);
  }
  if (backendType === undefined) return ok(undefined);
  const size = integer(values, 'size') ?? 0n;
  const pageSize = backendType.pageSize(values);
  const refused = backendType.check(request, size, pageSize, fileSize ?? size) ?? hostPolicy(values);
  if (refused !== undefined) return err(refused);
  const share = values.get('share');
  return ok({
    id,
    type,
    size,
    alignment: backendType.alignment(values, pageSize),
    pageSize,
    share: typeof share === 'boolean' ? share : backendType.shared,
    ...(values.get('hmem') === true ? { hmem: true } : {}),
  });
}

/** Values that their own setters refuse, in the order in which QEMU sets them. */
function badValue(type: string, values: Values): Refused | undefined {
  for (const key of inPropertyOrder(values.keys())) {
    const value = values.get(key);
    if ((key === 'size' || key === 'prealloc-threads') && value === 0n) {
      return { code: 'object/zero', text: `property '${key}' of ${type} doesn't take value '0'` };
    }
    if (key === 'hugetlbsize' && value === 0n) {
      return { code: 'object/zero', text: `Property '${type}.${key}' doesn't take value '0'` };
    }
    if (key === 'prealloc' && value === true && values.get('reserve') === false) {
      return { code: 'object/prealloc-unreserved', text: "'prealloc=on' and 'reserve=off' are incompatible" };
    }
  }
  return undefined;
}

function hostPolicy(values: Values): Refused | undefined {
  const nodes = values.get('host-nodes');
  const policy = values.get('policy') ?? 'default';
  const given = typeof nodes === 'object' && nodes.length > 0;
  if (given && policy === 'default') {
    const text =
      'host-nodes must be empty for policy default, or you should explicitly specify a policy other than default';
    return { code: 'object/host-nodes', text };
  }
  if (!given && policy !== 'default') {
    return { code: 'object/host-nodes', text: `host-nodes must be set for policy ${String(policy)}` };
  }
  return undefined;
}

/** A file's size is exact, RAM blocks are whole pages. */
function tooSmall(id: string, size: bigint, fileSize: bigint): Refused | undefined {
  const block = alignUp64(size, KiB4);
  if (block <= fileSize) return undefined;
  const text = `${id} backing store size ${hex(fileSize)} is too small for 'size' option ${hex(block)} plus 'offset' option 0x0`;
  return { code: TOO_SMALL, text };
}

function checkShm({ id, values }: ObjectRequest, size: bigint): Refused | undefined {
  if (values.get('share') === false)
    return { code: 'object/shm-private', text: "can't create shm backend with `share=off`" };
  return tooSmall(id, size, size);
}

/** `hugetlbsize` counts only with `hugetlb=on`. */
function memfdPageSize(values: Values): bigint {
  return values.get('hugetlb') === true ? (integer(values, 'hugetlbsize') ?? MiB2) : KiB4;
}

function checkMemfd(
  { id, values }: ObjectRequest,
  size: bigint,
  pageSize: bigint,
  fileSize: bigint,
): Refused | undefined {
  const pages = integer(values, 'hugetlbsize') ?? MiB2;
  const log = logarithm(pages);
  if (log === undefined) return { code: 'object/huge-page-size', text: 'Hugepage size must be a power of 2' };
  const huge = values.get('hugetlb') === true;
  if (huge && pages !== MiB2 && pages !== GiB1) {
    // MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB, and the page size's logarithm from bit 26 on.
    const flags = BigInt.asUintN(32, log * 2n ** 26n) + (values.get('seal') === false ? 5n : 7n);
    return { code: 'object/huge-page-size', text: `failed to create memfd with flags ${hex(flags)}: No such device` };
  }
  if (size % pageSize !== 0n && huge) {
    return { code: 'object/size-not-pages', text: `failed to resize memfd to ${size}: Invalid argument` };
  }
  // The host's file sizes are signed.
  if (size >= 2n ** 63n)
    return { code: 'object/size-range', text: `failed to resize memfd to ${size}: Invalid argument` };
  return tooSmall(id, size, fileSize);
}

function logarithm(value: bigint): bigint | undefined {
  let log = 0n;
  let power = 1n;
  while (power < value) {
    power *= 2n;
    log += 1n;
  }
  return power === value ? log : undefined;
}

function fileAlignment(values: Values, pageSize: bigint): bigint {
  const align = integer(values, 'align') ?? 0n;
  return align > pageSize ? align : pageSize;
}

function checkFile({ values }: ObjectRequest, size: bigint, pageSize: bigint): Refused | undefined {
  if (values.get('rom') === 'on' && values.get('readonly') !== true) {
    return { code: 'object/rom-writable', text: "property 'rom' = 'on' is not supported with 'readonly' = 'off'" };
  }
  const align = integer(values, 'align') ?? 0n;
  if (align % pageSize !== 0n) {
    const text = `alignment ${hex(align)} must be multiples of page size ${hex(pageSize)}`;
    return { code: 'object/alignment', text };
  }
  if (align !== 0n && logarithm(align) === undefined) {
    return { code: 'object/alignment', text: `alignment ${hex(align)} must be a power of two` };
  }
  const offset = integer(values, 'offset') ?? 0n;
  if (offset % pageSize !== 0n) {
    return { code: 'object/offset', text: `offset ${hex(offset)} must be multiples of page size ${hex(pageSize)}` };
  }
  if (size % KiB4 !== 0n) {
    return {
      code: 'object/size-not-pages',
      text: "backend 'memory-backend-file' memory size must be multiple of 4 KiB",
    };
  }
  return undefined;
}
