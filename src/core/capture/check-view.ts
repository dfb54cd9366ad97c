/** What answers at each address of a running QEMU, and what the plan's map has there. */
import { addr, MiB } from '../base/addr';
import type { Range } from '../base/range';
import type { Region, RegionKind } from '../space/region';
import type { Capture, CapturedView } from './capture';
import type { CheckedPlan, NotComparable, Tables } from './check';
import type { Entry } from './check-rows';

const MEMORY: ReadonlySet<RegionKind> = new Set(['ram', 'dimm', 'virtio-mem', 'soft-reserved', 'persistent']);
/** Memory as QEMU words it. */
const MEMORY_KINDS: ReadonlySet<string> = new Set(['ram', 'nv-ram']);
const CXL = 'cxl-fixed-memory-region';
/** RAM that the chipset hides from all but system management mode. */
const HIDDEN_RAM = /^(?:tseg|smram|smbase)/;
/** Below, the firmware switches between RAM and ROM as it goes. */
const SWITCHED_END = addr(MiB);

const clipped = ({ start, end }: Range): Range => ({ start: start < SWITCHED_END ? SWITCHED_END : start, end });

interface Told {
  readonly entries: readonly Entry[];
  readonly remarks: readonly string[];
}

/** Lines about memory; RAM of PCI devices lies in a PCI hole and is no part of any plan. */
function captured(ranges: readonly CapturedView[], regions: readonly Region[]): Told {
  const entries: Entry[] = [];
  const inHoles: string[] = [];
  let hidden = 0;
  for (const { range, name, kind, line } of ranges) {
    if (range.end <= SWITCHED_END) continue;
    const last = entries.at(-1);
    if (HIDDEN_RAM.test(name) && last !== undefined && last.range.end === range.start) {
      entries[entries.length - 1] = { ...last, range: { start: last.range.start, end: range.end } };
      hidden += 1;
      continue;
    }
    const isCxl = name === CXL;
    if (!MEMORY_KINDS.has(kind) && !isCxl) continue;
    if (!isCxl && isInHole(range, regions)) {
      inHoles.push(name);
      continue;
    }
    entries.push({
      range: clipped(range),
      what: name,
      type: isCxl ? 'cxl' : 'memory',
      kind: isCxl ? 'cxl-window' : 'ram',
      ...(isCxl ? {} : { fields: { backend: name } }),
      ...(line === undefined ? {} : { line }),
    });
  }
  const remarks = ['Below 1 MiB the firmware switches between RAM and ROM, so that is not compared.'];
  if (inHoles.length > 0) {
    remarks.push(
      `Memory of PCI devices, where the plan has a PCI hole, is not compared: ${inHoles.slice(0, 8).join(', ')}.`,
    );
  }
  if (hidden > 0) remarks.push('The chipset hides the end of low RAM (TSEG); it is counted as RAM.');
  return { entries, remarks };
}

const isInHole = (range: Range, regions: readonly Region[]): boolean =>
  regions.some(
    (region) => region.kind === 'mmio' && region.range.start <= range.start && range.end <= region.range.end,
  );

export function viewsToCheck(
  plan: CheckedPlan,
  { ranges }: Extract<Capture, { of: 'flat-view' }>,
): Tables | NotComparable {
  const [qemu] = plan.snapshots;
  if (qemu === undefined) return { why: 'The plan has no map.' };
  const { regions } = qemu.spaces.cpu;
  const backends = new Map(qemu.tables?.memoryDevices.map(({ owner, memdev }) => [owner, memdev]));
  const guest = captured(ranges, regions);
  return {
    against: 'map',
    noun: 'range',
    guest: guest.entries,
    plan: regions.flatMap((region): Entry[] => planned(region, backends)),
    remarks: guest.remarks,
  };
}

function planned(region: Region, backends: ReadonlyMap<string, string>): Entry[] {
  const { kind, name, owner, why } = region;
  const isCxl = kind === 'cxl-window';
  if ((!MEMORY.has(kind) && !isCxl) || region.range.end <= SWITCHED_END) return [];
  const backend = owner === undefined ? undefined : backends.get(owner);
  const reason = why.steps.at(-1)?.text;
  return [
    {
      range: clipped(region.range),
      what: name,
      type: isCxl ? 'cxl' : 'memory',
      kind,
      ...(backend === undefined ? {} : { fields: { backend } }),
      ...(owner === undefined ? {} : { path: owner }),
      ...(reason === undefined ? {} : { reason }),
    },
  ];
}
