/** What a guest's kernel ends with for the memory that was meant to be specific-purpose. */
import { RAM, RESERVED, SOFT_RESERVED, typeWords } from '../base/e820';
import { intersection, size, type Range } from '../base/range';
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import type { LayoutDocument } from '../document/schema';
import { afterQemu } from '../plan/after-qemu';
import { bootChoice } from '../plan/boot-choice';
import type { LinuxEntry } from '../linux/view';
import { joined, tryToStart, type Outcome } from './outcome';
import { allOf, bytesText } from './words';

const FATES: Readonly<Record<number, (bytes: string) => string>> = {
  [RAM]: (bytes) => `takes ${bytes} as ordinary RAM`,
  [SOFT_RESERVED]: (bytes) => `keeps ${bytes} for a driver, as soft reserved`,
  [RESERVED]: (bytes) => `leaves ${bytes} alone, as reserved`,
};

/** By type of the kernel's own table; what is in no entry of it counts as 0, which no type is. */
function bytesByType(places: readonly Range[], table: readonly LinuxEntry[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  const add = (type: number, bytes: number): void => void sums.set(type, (sums.get(type) ?? 0) + bytes);
  for (const place of places) {
    let rest = size(place);
    for (const { range, type } of table) {
      const both = intersection(place, range);
      if (both === undefined) continue;
      add(type, size(both));
      rest -= size(both);
    }
    if (rest > 0) add(0, rest);
  }
  return sums;
}

/** One sentence on the layout's own firmware and kernel; undefined where QEMU does not start, or nothing is known of them. */
export function guestText(document: LayoutDocument, { starts, stacks }: Outcome): string | undefined {
  const places = joined(stacks.flatMap(({ lies }) => lies));
  if (!starts || places.length === 0) return undefined;
  const boot = bootChoice(document);
  const { linux } = afterQemu(tryToStart(document), boot);
  if (linux === undefined) return undefined;
  const fates = [...bytesByType(places, linux.final)].map(([type, bytes]) => {
    const words = bytesText(bytes);
    if (type === 0) return `has ${words} in no entry of its table, so that no driver finds it there`;
    return FATES[type]?.(words) ?? `has ${words} as ${typeWords(type)}`;
  });
  const firmware = firmwares.find(boot.firmware)?.title ?? boot.firmware;
  const kernel = kernels.find(boot.kernel)?.title ?? boot.kernel;
  return `Behind ${firmware}, ${kernel} ${allOf(fates)}.`;
}
