/** Turns a sound command line into one that QEMU may refuse. */
import type { Random } from '../random';
import type { Pair } from './configuration';

const ODD_VALUES = [
  '0', '1', '-1', 'foo', '', '1.5', '1.5G', '0x10', '3', '7', '128', '129', '255', '256', '4095', '4096', '4097', '1M', '2M', '3M', '1G',
  '1T', '16E', '99999999999999999999', 'on', 'off', 'maybe', 'n0', 'm0', 'm1', '2GB', '010', '2g', '1e3', '+4096', ' 4096',
] as const; // prettier-ignore

/** Devices that only stand around: their many properties are not what is compared. */
const OTHER_DEVICE = /^(?!pc-dimm|nvdimm|sp-mem|virtio-p?mem)/;

export function spoil(random: Random, pairs: readonly Pair[]): Pair[] {
  const spoilt = [...pairs];
  const at = random.below(spoilt.length);
  const pair = spoilt[at];
  // JSON is spoilt as a whole by any such change, which says nothing.
  if (pair?.[1].startsWith('{')) return spoilt;
  if (pair?.[0] === '-device' && OTHER_DEVICE.test(pair[1])) return spoilt;
  if (!pair) return spoilt;
  switch (random.below(8)) {
    case 0:
      spoilt.splice(at, 1);
      break;
    case 1:
      spoilt.splice(random.below(spoilt.length + 1), 0, pair);
      break;
    case 2:
      spoilt[at] = [pair[0], withoutPart(random, pair[1])];
      break;
    case 3:
      spoilt[at] = [
        pair[0],
        `${pair[1]},${random.pick(['foo=1', 'node=0', 'size=1G', 'id=m0', 'addr=0x100000000', 'slot=1', 'share=on'])}`,
      ];
      break;
    default:
      spoilt[at] = [pair[0], withOddValue(random, pair[1])];
  }
  return spoilt;
}

function withoutPart(random: Random, text: string): string {
  const parts = text.split(',');
  parts.splice(random.below(parts.length), 1);
  return parts.join(',');
}

/** Replaces what stands behind one `=`, or nudges a number in it. */
function withOddValue(random: Random, text: string): string {
  const parts = text.split(',');
  const valued = parts.flatMap((part, index) =>
    part.includes('=') && !/^(mem-path|driver)/.test(part) ? [index] : [],
  );
  const at = valued[random.below(Math.max(valued.length, 1))];
  if (at === undefined) return random.pick(ODD_VALUES);
  const [key = '', value = ''] = (parts[at] ?? '').split('=');
  const number = /^\d+/.exec(value)?.[0];
  const nudged =
    number === undefined
      ? random.pick(ODD_VALUES)
      : `${Number(number) + random.pick([1, -1, 2, 1000])}${value.slice(number.length)}`;
  parts[at] = `${key}=${random.chance(0.5) ? nudged : random.pick(ODD_VALUES)}`;
  return parts.join(',');
}
