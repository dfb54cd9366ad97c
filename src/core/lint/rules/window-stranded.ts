import { size } from '../../base/range';
import { formatSize } from '../../base/size-text';
import { narrow } from '../../stages/narrow';
import type { LintContext, LintRule } from '../rule';
import { listed, spanText } from './naming';
import { reduceFix } from './reduce-fix';
import { bitsOf, GIB, mapWith, taken } from './what-if';

/** Free addresses in front of a device that QEMU placed: alignment made them, and later devices may be too large for them. */
function holes({ plan, document }: LintContext) {
  const regions = (plan.snapshots[0]?.spaces.cpu.regions ?? []).filter(
    ({ kind, owner }) => kind === 'device-memory-window' || owner?.startsWith('devices.') === true,
  );
  return regions.filter(({ kind }, index) => {
    const next = regions[index + 1];
    const device = document.devices[Number(next?.owner?.split('.')[1])];
    if (kind !== 'device-memory-window' || device === undefined) return false;
    return !('addr' in device && device.addr !== undefined) && !('memaddr' in device && device.memaddr !== undefined);
  });
}

/** Addresses of the window that hold no memory: room for alignment, and holes. */
export const windowStranded: LintRule = {
  id: 'machine/window-stranded',
  check(context) {
    const { startup, document, plan } = context;
    const { map, memory } = startup;
    const { window } = plan;
    if (map?.deviceMemory === undefined || memory === undefined || window === undefined) return [];
    const room = memory.slots * GIB;
    const used = taken(document, startup).slots;
    const fewer = used < memory.slots ? used : undefined;
    const bits = bitsOf(map);
    const leaner = fewer === undefined ? undefined : mapWith(startup, { slots: fewer });
    const costsBit = leaner !== undefined && bitsOf(leaner) < bits;
    const isLarge = fewer !== undefined && narrow(room) > window.budget;
    const lost = holes(context);
    if (lost.length === 0 && !costsBit && !isLarge) return [];
    const holeBytes = lost.reduce((sum, { range }) => sum + size(range), 0);
    const parts = [
      ...(room > 0n ? [`${formatSize(narrow(room))} for the alignment of ${memory.slots} slots`] : []),
      ...(holeBytes > 0
        ? [`${formatSize(holeBytes)} in ${lost.length === 1 ? 'a hole' : 'holes'} between devices`]
        : []),
    ];
    return [
      {
        code: 'machine/window-stranded',
        severity: 'info',
        what: `Of the window’s ${formatSize(size(window.range))} at most ${formatSize(window.budget)} can be memory: ${listed(parts)}.`,
        where: `${spanText(window.range)}${lost.length === 0 ? '' : `; ${listed(lost.map(({ range }) => spanText(range)))}`}.`,
        why: `QEMU reserves 1 GiB of addresses for each slot, used or not${costsBit ? `: without those to spare ${bitsOf(leaner)} address bits are enough, and not ${bits}` : ''}. Maxmem minus boot RAM is what devices may have.`,
        works: 'No more slots than there will be DIMMs, and devices with the largest alignment first.',
        path: costsBit || isLarge ? 'memory.slots' : (lost[0]?.owner ?? 'memory.maxmem'),
        range: window.range,
        fixes:
          fewer === undefined || (!costsBit && !isLarge)
            ? []
            : [
                reduceFix({
                  setting: 'slots',
                  path: 'memory.slots',
                  label: 'slots',
                  adds: room,
                  now: memory.slots,
                  to: fewer,
                }),
              ],
      },
    ];
  },
};
