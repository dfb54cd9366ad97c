/** How ranges and what became of them are put into words. */
import { formatSize, SIZE_LIMIT } from '../base/size-text';
import type { RegionKind } from '../space/region';

export const KIND_WORDS: Readonly<Record<RegionKind, string>> = {
  ram: 'RAM',
  dimm: 'DIMM',
  'virtio-mem': 'virtio-mem',
  'device-memory-window': 'free window',
  'soft-reserved': 'soft reserved',
  persistent: 'persistent memory',
  'acpi-data': 'ACPI data',
  'acpi-nvs': 'ACPI NVS',
  'cxl-window': 'CXL window',
  reserved: 'reserved',
  mmio: 'device space',
  'hyper-transport': 'HyperTransport',
  unknown: 'unknown',
  hole: 'a gap',
};

/** Sums may be more than any size is. */
export const bytesText = (bytes: number): string =>
  bytes > SIZE_LIMIT ? `more than ${formatSize(SIZE_LIMIT)}` : formatSize(bytes);

/** `+ 64 GiB`, with room around the sign as between words. */
export const signedSize = (bytes: number): string => `${bytes < 0 ? '−' : '+'} ${bytesText(Math.abs(bytes))}`;

/** `from 128 to 192 GiB`; each its own unit where they have different ones. */
export function fromTo(before: number, after: number): string {
  const [was, is] = [bytesText(before), bytesText(after)];
  if (before > SIZE_LIMIT) return `from ${was} to ${is}`;
  const [number = '', unit = ''] = was.split(' ');
  return is.endsWith(` ${unit}`) ? `from ${number} to ${is}` : `from ${was} to ${is}`;
}

/** More parts than these are counted. */
const MOST_PARTS = 4;

/** `sp1 to sp4`, `sp1, sp3 and dimm2`, `a, b, c and 12 more`. */
export function namesText(names: readonly string[]): string {
  const parts = runsOf(names);
  const texts = parts.map(({ first, last, count }) =>
    count === 1 ? first : `${first}${count === 2 ? ' and ' : ' to '}${last}`,
  );
  if (parts.length === 1) return texts[0] ?? '';
  const plain = parts.flatMap(({ first, last, count }) =>
    count === 2 ? [first, last] : [`${first}${count === 1 ? '' : ` to ${last}`}`],
  );
  if (plain.length <= MOST_PARTS) return `${plain.slice(0, -1).join(', ')} and ${plain.at(-1) ?? ''}`;
  const told = parts.slice(0, MOST_PARTS - 1);
  const left = names.length - told.reduce((sum, { count }) => sum + count, 0);
  return `${told.map(({ first, last, count }) => (count === 1 ? first : `${first} to ${last}`)).join(', ')} and ${left.toLocaleString('en-US')} more`;
}

interface Run {
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** Names that count up. */
function runsOf(names: readonly string[]): readonly Run[] {
  const runs: Run[] = [];
  for (const name of names) {
    const run = runs.at(-1);
    if (run !== undefined && isNext(run.last, name))
      runs[runs.length - 1] = { ...run, last: name, count: run.count + 1 };
    else runs.push({ first: name, last: name, count: 1 });
  }
  return runs;
}

const NUMBERED = /^(.*?)(\d{1,9})$/;

function isNext(name: string, next: string): boolean {
  const [was, is] = [NUMBERED.exec(name), NUMBERED.exec(next)];
  return was?.[1] !== undefined && was[1] === is?.[1] && Number(was[2]) + 1 === Number(is[2]);
}
