/** Memory backends as libvirt makes them (qemuBuildMemoryBackendProps), each with what of the domain it follows. */
import type { Access, Backing, Cell, Domain, MemoryModule } from './domain';

const SYSTEM_PAGE = 4096;
const RAM_FOLDER = '/var/lib/libvirt/qemu/ram';
const PAGES_FOLDER = '/dev/hugepages/libvirt/qemu';

export type Properties = Readonly<Record<string, string | number | boolean>>;

interface Wish {
  readonly id: string;
  readonly size: number;
  readonly node?: number;
  readonly cell?: Cell | undefined;
  readonly module?: MemoryModule;
}

/** The domain's short name in paths while it is not running. */
const shortName = (domain: Domain): string => `-1-${domain.name.replace(/[^\w.-]/g, '_').slice(0, 20)}`;

/** Huge pages for a node; `true` where their size is the host's own. */
function pagesFor({ pages }: Backing, node: number | undefined): number | true | undefined {
  const own = pages.find(({ nodes }) =>
    nodes?.some(({ first, last }) => node !== undefined && first <= node && node <= last),
  );
  const page = own ?? pages.find(({ nodes }) => nodes === undefined);
  return page === undefined ? undefined : (page.size ?? true);
}

function accessFor(domain: Domain, { cell, module }: Wish): Access | undefined {
  return module?.access ?? cell?.access ?? domain.backing.access;
}

export function backendProperties(domain: Domain, wish: Wish): Properties {
  const { backing } = domain;
  const { module, cell } = wish;
  const asked = module?.pageSize ?? pagesFor(backing, wish.node);
  const pages = asked === SYSTEM_PAGE || module?.path !== undefined ? undefined : asked;
  const access = accessFor(domain, wish);
  const isVirtio = module?.model === 'virtio-mem';
  const isImmediate = (backing.isImmediate || pages !== undefined) && !isVirtio;
  const type = backendType(backing, module, pages, access);
  const discard = module?.discard ?? cell?.discard ?? backing.discard;
  return {
    'qom-type': `memory-backend-${type}`,
    id: wish.id,
    ...(type === 'memfd' && pages !== undefined ? { hugetlb: true } : {}),
    ...(type === 'memfd' && typeof pages === 'number' ? { hugetlbsize: pages } : {}),
    ...(type === 'file' ? { 'mem-path': pathOf(domain, wish, pages) } : {}),
    ...(type === 'file' && discard ? { 'discard-data': true } : {}),
    ...(access === undefined ? {} : { share: access === 'shared' }),
    ...(isImmediate ? { prealloc: true } : {}),
    ...(isImmediate && backing.threads !== undefined ? { 'prealloc-threads': backing.threads } : {}),
    ...(isVirtio ? { reserve: false } : {}),
    size: wish.size,
    ...(module?.alignment === undefined ? {} : { align: module.alignment }),
    ...(module?.isPersistent === true ? { pmem: true } : {}),
  };
}

function backendType(
  backing: Backing,
  module: MemoryModule | undefined,
  pages: number | true | undefined,
  access: Access | undefined,
): 'memfd' | 'file' | 'ram' {
  if (module?.path !== undefined) return 'file';
  if (backing.source === 'memfd') return 'memfd';
  return pages !== undefined || access !== undefined || backing.source === 'file' ? 'file' : 'ram';
}

function pathOf(domain: Domain, { id, module }: Wish, pages: number | true | undefined): string {
  if (module?.path !== undefined) return module.path;
  if (pages !== undefined) return `${PAGES_FOLDER}/${shortName(domain)}`;
  return `${RAM_FOLDER}/${shortName(domain)}/${module === undefined ? id : id.replace(/^mem/, '')}`;
}
