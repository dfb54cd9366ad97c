/** Drives that QEMU gives a device of its own: `-hda`, `-cdrom`, `-drive if=…`, and the default CD (system/vl.c, qemu_create_drives). */
import { lastValue, parseQemuOpts } from '../options/qemu-opts';
import type { DeviceRequest } from '../qemu/devices';
import type { Option } from '../qemu/machine';

export interface DriveList {
  /** Disks and CDs on the board's own controller. */
  readonly ide: number;
  readonly virtio: number;
}

const DISK_INDEX: Readonly<Record<string, number>> = { hda: 0, hdb: 1, hdc: 2, hdd: 3, cdrom: 2 };
/** Where the default CD goes, if nothing is there. */
const CD_INDEX = 2;
/** Any of these as a `-device` keeps QEMU from making the default CD. */
const CD_REPLACED_BY = new Set(['ide-cd', 'ide-hd', 'scsi-cd', 'scsi-hd']);

export function driveList(options: readonly Option[], devices: readonly DeviceRequest[]): DriveList {
  const taken = new Set<number>();
  let virtio = 0;
  for (const { name, text } of options) {
    const fixed = DISK_INDEX[name];
    if (fixed !== undefined) taken.add(fixed);
    if (name !== 'drive') continue;
    const { pairs } = parseQemuOpts(text);
    const kind = lastValue(pairs, 'if') ?? 'ide';
    if (kind === 'virtio') virtio += 1;
    if (kind !== 'ide') continue;
    const given = lastValue(pairs, 'index') ?? lastValue(pairs, 'bus');
    taken.add(given === undefined ? firstFree(taken) : Number(given));
  }
  const plain = options.some(({ name }) => name === 'nodefaults');
  const replaced = devices.some(({ driver }) => CD_REPLACED_BY.has(driver ?? ''));
  if (!plain && !replaced) taken.add(CD_INDEX);
  return { ide: taken.size, virtio };
}

function firstFree(taken: ReadonlySet<number>): number {
  let index = 0;
  while (taken.has(index)) index += 1;
  return index;
}
