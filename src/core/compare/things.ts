/** Ranges of a plan's address space, with what the layout says of each: what it is known by, and what is behind it. */
import { memdevOf } from '../document/device-names';
import type { Backend, Device, LayoutDocument } from '../document/schema';
import type { Plan } from '../plan/plan';
import type { Region } from '../space/region';

export interface Thing {
  readonly region: Region;
  /** The device whose memory it is; one that the machine has from the start. */
  readonly device?: Device;
  /** Id of what its bytes come from. */
  readonly memdev?: string;
  readonly backend?: Backend;
  /** What an area of the machine is known by. */
  readonly fixed?: string;
  /** Of what is free of the window: it ends the window, and what it lies behind. */
  readonly free?: { readonly isLast: boolean; readonly behind: string };
}

/** Memory of the guest's nodes, whatever a patch made of it. */
export const isBootMemory = ({ device, fixed, free }: Thing): boolean =>
  device === undefined && fixed === undefined && free === undefined;

/** All ranges but gaps, ascending. */
export function thingsOf(document: LayoutDocument, plan: Pick<Plan, 'snapshots' | 'window'>): readonly Thing[] {
  const backends = new Map(document.backends.map((backend) => [backend.id, backend]));
  const end = plan.window?.range.end;
  let behind = 'the start';
  return (plan.snapshots[0]?.spaces.cpu.regions ?? []).flatMap((region): Thing[] => {
    if (region.kind === 'hole') return [];
    if (region.kind === 'device-memory-window') {
      return [{ region, free: { isLast: region.range.end === end, behind } }];
    }
    const device = deviceOf(document, region);
    const memdev = device === undefined ? memdevOfBoot(document, region) : memdevOf(device);
    const backend = backends.get(memdev ?? '');
    if (device !== undefined) behind = device.id ?? memdev ?? region.name;
    const fixed = device === undefined ? fixedOf(document, region) : undefined;
    if (fixed !== undefined) return [{ region, fixed }];
    return [
      {
        region,
        ...(device === undefined ? {} : { device }),
        ...(memdev === undefined ? {} : { memdev }),
        ...(backend === undefined ? {} : { backend }),
      },
    ];
  });
}

const indexIn = (list: string, { owner }: Region): number =>
  owner?.startsWith(`${list}.`) === true ? Number(owner.split('.')[1]) : -1;

const deviceOf = ({ devices }: LayoutDocument, region: Region): Device | undefined =>
  devices[indexIn('devices', region)];

function memdevOfBoot({ nodes, machine, backends }: LayoutDocument, region: Region): string | undefined {
  const node = nodes[indexIn('nodes', region)];
  return node === undefined ? (backends[indexIn('backends', region)]?.id ?? machine.memoryBackend) : node.memdev;
}

/** A CXL window is known by the bridges that it goes to; all other areas of the machine there are once. */
function fixedOf({ machine }: LayoutDocument, region: Region): string | undefined {
  if (region.kind === 'cxl-window') {
    const window = machine.cxlWindows[Number(region.owner?.split('.')[2])];
    return `cxl ${JSON.stringify(window?.targets ?? [])}`;
  }
  return region.owner === undefined ? region.why.rule : undefined;
}
