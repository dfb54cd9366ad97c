/** What is said of the end of the window, which no device ever has. */
import { GiB } from '../../../core/base/addr';
import { sizeText } from '../step-words';
import type { TimelineScene } from './scene';
import type { Words } from './words-on';

const note = (text: string): Words => ({ text, font: 'note', ink: 'ink2' });
const strong = (text: string): Words => ({ text, font: 'noteStrong', ink: 'ink' });

/**
 * Sentences about what stays free behind `start`, longest first.
 *
 * The window is longer than what maxmem leaves for devices by 1 GiB for each slot, so that a device of huge pages can be aligned
 * (QEMU, `pc_get_device_memory_range`).
 */
export function tailWords({ timeline, facts }: TimelineScene, start: number): readonly (readonly Words[])[] {
  const { window, budget, slots } = timeline;
  if (window === undefined || start >= window.end) return [];
  const length = window.end - start;
  const spare = window.end - window.start - budget;
  const most = facts.levels.counted.reduce((peak, bytes) => Math.max(peak, bytes), 0);
  const isFull = most >= budget;
  const free = sizeText(length);
  if (!isFull || spare < length) {
    const left = Math.max(0, budget - most);
    const within = left > 0 && left < length ? `${sizeText(left)} of it within maxmem` : undefined;
    return [
      ...(within === undefined ? [] : [[note(`${free} stay free, ${within}`)], [note(`${free} free`)]]),
      [note(`${free} stay free`)],
      [note(`${free} free`)],
    ];
  }
  const perSlot = slots > 0 && spare === slots * GiB ? ', 1 GiB per slot' : '';
  const room = `${free} stay free: alignment room`;
  return [
    [note(`${room}${perSlot}.`), strong('Addresses are left over. The budget is not.')],
    [note(`${room}.`), strong('The budget is used up.')],
    [note(`${free} free: alignment room`)],
    [note(`${free} free`)],
  ];
}
