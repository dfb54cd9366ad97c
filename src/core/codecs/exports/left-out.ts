/** What a layout says that the formats of QEMU have no words for. */
import { dialectOf } from '../../dialects/index';
import type { LayoutDocument } from '../../document/schema';

/** One sentence for each part of the layout that no command line has, and for whom it is where no release takes it. */
export function leftOut({ dialect, host, fleet, boot, events, backends, devices }: LayoutDocument): readonly string[] {
  const { patch, title } = dialectOf(dialect);
  const hasHost = host.ranges.length > 0 || host.nodes.length > 0 || fleet.length > 0;
  const isTied = backends.some(({ host: pieces }) => pieces !== undefined);
  const hasBars = devices.some((device) => device.kind === 'other' && device.bars !== undefined);
  return [
    ...(patch === undefined ? [] : [`Its words are those of ${title}: no release of QEMU takes them.`]),
    ...(hasHost ? ['The host is not in it.'] : []),
    ...(isTied ? ['Which host memory backs which backend is not in it.'] : []),
    ...(hasBars ? ['The BARs of PCI devices are not in it: the devices bring them along.'] : []),
    ...(boot.firmware !== undefined || boot.kernel !== undefined || boot.append !== undefined
      ? ['Firmware, kernel and its parameters are not in it.']
      : []),
    ...(events.length > 0 ? ['The steps are not in it: it is the machine at boot.'] : []),
  ];
}
