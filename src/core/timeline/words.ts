/** How a moment is put into words. */
import { formatSize } from '../base/size-text';

/** `28 of 28 GiB`, `512 MiB of 28 GiB`. */
export function ofSize(part: number, whole: number): string {
  const [a, b] = [formatSize(part), formatSize(whole)];
  const [number = '', unit] = a.split(' ');
  if (part === 0) return `0 of ${b}`;
  return b.endsWith(` ${unit}`) ? `${number} of ${b}` : `${a} of ${b}`;
}

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** `four slots`, `1 slot` as `one slot`, `32 slots`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${SMALL[count] ?? String(count)} ${count === 1 ? one : many}`;

/** `3 entries`, `1 entry`. */
export const figure = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** At the head of a sentence; ids keep their case. */
export const atHead = (text: string): string =>
  /^(the|there|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) /.test(text) ||
  text.startsWith('QEMU')
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;

/** More or less than before, with its sign. */
export const signed = (bytes: number): string => `${bytes < 0 ? '−' : '+'}${formatSize(Math.abs(bytes))}`;

/** 64 bytes of `struct page` for each 4 KiB. */
export const metadataOf = (bytes: number): number => Math.ceil(bytes / 64);
