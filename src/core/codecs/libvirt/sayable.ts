/** What of a layout libvirt has words for. The rest goes to QEMU as arguments, or is said to be missing. */
import type { MemoryDevice } from '../../devices/index';
import type { Backend, LayoutDocument } from '../../document/schema';
import { KIB, MIB, MODULE_ALIGNMENT } from './size';

export type Source = 'ram' | 'memfd';

/** One kind of backend for all of a domain: that of most of its memory. */
export function sourceOf({ backends, nodes, machine }: LayoutDocument): Source {
  const boot = backends.filter(({ id }) => id === machine.memoryBackend || nodes.some(({ memdev }) => memdev === id));
  const own = boot.length > 0 ? boot : backends;
  return own.length > 0 && own.every(({ type }) => type === 'memfd') ? 'memfd' : 'ram';
}

/** Whether `<memory model=…>` makes this device with this backend. */
export function isModule(document: LayoutDocument, device: MemoryDevice): boolean {
  const users = document.devices.filter((each) => each.kind !== 'other' && each.memdev === device.memdev);
  const backend = document.backends.find(({ id }) => id === device.memdev);
  const hasOtherUse = users.length !== 1 || document.nodes.some(({ memdev }) => memdev === device.memdev);
  if (backend === undefined || hasOtherUse || device.extra !== undefined) return false;
  if (backend.size === 0 || backend.size % MODULE_ALIGNMENT !== 0 || backend.hmem !== undefined) return false;
  if (device.addr === 0) return false;
  switch (device.kind) {
    case 'pc-dimm':
      return isPlain(document, backend) && backend.reserve === undefined;
    case 'virtio-mem':
      return (
        isPlain(document, backend) &&
        backend.reserve !== true &&
        device.unpluggedInaccessible === undefined &&
        device.prealloc === undefined &&
        isWholeKib(device.blockSize) &&
        (device.requestedSize ?? 0) % (device.blockSize ?? MODULE_ALIGNMENT) === 0
      );
    case 'nvdimm':
      return isFile(backend) && device.uuid === undefined && isWholeKib(device.labelSize);
    case 'virtio-pmem':
      return isFile(backend);
    default:
      return false;
  }
}

const isWholeKib = (bytes: number | undefined): boolean => bytes === undefined || (bytes > 0 && bytes % KIB === 0);

/** A backend that libvirt makes by itself, of the domain's kind. */
function isPlain(
  document: LayoutDocument,
  { type, share, path, align, hugetlb, hugetlbSize, extra }: Backend,
): boolean {
  const isBare = path === undefined && align === undefined && hugetlb === undefined && hugetlbSize === undefined;
  return isBare && extra === undefined && type === sourceOf(document) && (type === 'memfd' || share === undefined);
}

function isFile({ type, path, reserve, hugetlb, hugetlbSize, align, extra }: Backend): boolean {
  const isBare = reserve === undefined && hugetlb === undefined && hugetlbSize === undefined;
  const others = Object.entries(extra ?? {}).filter(([key, value]) => !(key === 'pmem' && value === 'on'));
  return type === 'file' && path !== undefined && path !== '' && isBare && others.length === 0 && isWholeKib(align);
}

/** libvirt names the model and features; anything else of `-cpu` is an argument. */
export function isCpuSayable({ cpu }: LayoutDocument): boolean {
  const { model, vendor, features, physBits } = cpu;
  const isNamed = model === undefined ? features.length === 0 : /^[\w.-]+$/.test(model) && model !== 'host';
  return (
    isNamed &&
    vendor === undefined &&
    (physBits === undefined || (physBits > 0 && physBits <= 64)) &&
    features.every((feature) => /^(?:[+-][\w.]+|[\w.-]+=(?:on|off))$/.test(feature))
  );
}

/** CPUs and their places: a topology must multiply to the most CPUs that there can be. */
export function isSmpSayable({ smp }: LayoutDocument): boolean {
  const { cpus = 1, maxcpus = cpus, sockets, dies = 1, modules = 1, cores, threads, extra } = smp;
  if (extra !== undefined || modules !== 1 || cpus < 1 || maxcpus < cpus || maxcpus > 4096) return false;
  if (sockets === undefined && cores === undefined && threads === undefined) return dies === 1;
  if (sockets === undefined || cores === undefined || threads === undefined) return false;
  return sockets * dies * cores * threads === maxcpus;
}

/** libvirt writes distances only if one of them is neither 10 nor 20. */
export const areDistancesSayable = ({ distances, nodes }: LayoutDocument): boolean =>
  distances.length === 0 ||
  (distances.some(({ value }) => value !== 10 && value !== 20) &&
    distances.every(
      ({ from, to, value }) =>
        value >= 10 &&
        (from === to) === (value === 10) &&
        [from, to].every((node) => nodes.some(({ id }) => id === node)),
    ));

/** @param initiators nodes with CPUs */
export function isHmatSayable({ hmat, hmatCaches, machine }: LayoutDocument, initiators: ReadonlySet<number>): boolean {
  if (machine.hmat !== true || (hmat.length === 0 && hmatCaches.length === 0)) return false;
  const levels = new Set(hmatCaches.map(({ node, level }) => `${node} ${level}`));
  const isUnique = levels.size === hmatCaches.length;
  const links = hmat.every((link, index) => {
    const cache = CACHE_LEVELS.indexOf(link.hierarchy);
    const isLatency = link.dataType.endsWith('latency');
    const earlier = hmat.slice(0, index);
    return (
      initiators.has(link.initiator) &&
      (cache === 0 || levels.has(`${link.target} ${cache}`)) &&
      link.value > 0 &&
      (isLatency ? link.value <= 0xffff_ffff : link.value % KIB === 0 && link.value / KIB <= 0xffff_ffff) &&
      !earlier.some(
        ({ initiator, target }) => initiator !== target && initiator === link.target && target === link.initiator,
      )
    );
  });
  const caches = hmatCaches.every(
    ({ level, size, line, associativity, policy }) =>
      level >= 1 &&
      level <= 3 &&
      size % KIB === 0 &&
      size < 2 ** 32 &&
      associativity !== undefined &&
      policy !== undefined &&
      line !== undefined,
  );
  return isUnique && links && caches;
}

export const CACHE_LEVELS: readonly string[] = ['memory', 'first-level', 'second-level', 'third-level'];

export const isWholeMib = (bytes: number): boolean => bytes % MIB === 0;
