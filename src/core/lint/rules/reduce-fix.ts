/** A smaller headroom as a fix, and in words. */
import { formatSize } from '../../base/size-text';
import { narrow } from '../../stages/narrow';
import type { Fix } from '../diagnostic';
import type { Reduction } from './what-if';

const valueText = (setting: Reduction['setting'], value: bigint): string =>
  setting === 'slots' ? String(value) : formatSize(narrow(value));

/** `maxmem of 978 GiB`, `2 slots`, `a 64-bit PCI hole of 32 GiB`. */
export function reductionText({ setting, to }: Reduction): string {
  const value = valueText(setting, to);
  if (setting === 'maxmem') return `maxmem of ${value}`;
  return setting === 'slots' ? `${value} slot${to === 1n ? '' : 's'}` : `a 64-bit PCI hole of ${value}`;
}

/** The setting as it is: `maxmem, 979 GiB`. */
export const nowText = ({ setting, label, now }: Reduction): string => `${label}, ${valueText(setting, now)}`;

export function reduceFix({ setting, path, to }: Reduction): Fix {
  const value = valueText(setting, to);
  return {
    title:
      setting === 'maxmem'
        ? `Set maxmem to ${value}`
        : setting === 'slots'
          ? `Set slots to ${value}`
          : `Make the hole ${value}`,
    edits: [{ op: 'set', path, value: narrow(to) }],
  };
}
