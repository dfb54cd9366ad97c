/** What a layout makes of its device-memory window, for a picture beside that of another layout. */
import { range } from '../base/range';
import { deviceKinds } from '../devices/index';
import type { Startup } from '../qemu/machine';
import type { PlainPiece } from '../space/pieces-within';
import { narrow } from '../stages/narrow';
import type { WindowOutcome } from './found-fix';

/** Undefined where there is no window. */
export function windowOutcome({ map, memory, devices }: Startup): WindowOutcome | undefined {
  if (map?.deviceMemory === undefined || memory === undefined) return undefined;
  const { base, size } = map.deviceMemory;
  const pieces: PlainPiece[] = [];
  let at = base;
  const freeUpTo = (end: bigint): void => {
    if (end > at) pieces.push({ range: range(narrow(at), narrow(end)), kind: 'device-memory-window', name: 'free' });
  };
  const placed = devices.filter((device) => device.placed && device.address >= base);
  for (const device of placed.toSorted((a, b) => Number(a.address - b.address))) {
    const { address, kind, id, ordinal } = device;
    const known = deviceKinds.find(kind);
    freeUpTo(address);
    at = address + device.size;
    pieces.push({
      range: range(narrow(address), narrow(at)),
      kind: known?.region ?? 'unknown',
      name: id ?? `${known?.title ?? kind} ${ordinal}`,
      owner: `devices.${ordinal}`,
    });
  }
  freeUpTo(base + size);
  return { range: range(narrow(base), narrow(base + size)), budget: narrow(memory.maxram - memory.ram), pieces };
}
