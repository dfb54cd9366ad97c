/** The steps that can be chosen for moving and growing things on the map. */
import { GiB, MiB, type Bytes } from '../core/base/addr';
import { formatSize } from '../core/base/size-text';

/** Fixed steps, coarse to fine: what QEMU aligns the window to, a memory block of Linux, a large page. */
export const UNITS: readonly Bytes[] = [GiB, 128 * MiB, 2 * MiB];

/** A fixed step in bytes, or the largest that suits the thing. */
export type Snap = 'auto' | Bytes;

/** What a user may choose. */
export const SNAPS: readonly { readonly value: Snap; readonly label: string }[] = [
  { value: 'auto', label: 'By size' },
  ...UNITS.map((value) => ({ value, label: formatSize(value) })),
];

export const isSnap = (value: unknown): value is Snap => SNAPS.some((snap) => snap.value === value);
