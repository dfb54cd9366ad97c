/** The same configuration in other words: JSON forms, options spread over several, numbers spelt otherwise. */
import type { Random } from '../random';
import type { Pair } from './configuration';

const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** A plain size or integer as a number, if a double holds it. */
function numberOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+|0x[0-9a-f]+)([BKMGT]?)$/.exec(text) ?? [];
  if (digits === undefined || /^0\d/.test(digits)) return undefined;
  const value = Number(digits) * (UNITS[unit] ?? 1);
  return Number.isSafeInteger(value) ? value : undefined;
}

export function respelt(random: Random, pairs: readonly Pair[]): Pair[] {
  return pairs.flatMap((pair): Pair[] => {
    const [name, text] = pair;
    if (name === '-object' && random.chance(0.08)) return [['-object', jsonObject(text) ?? text]];
    if (name === '-device' && random.chance(0.08)) return [['-device', jsonDevice(text) ?? text]];
    if (name === '-device' && random.chance(0.04)) return [['-device', `driver=${text}`]];
    if (name === '-m' && random.chance(0.06)) return [['-machine', memoryProperties(text)]];
    if (name === '-smp' && random.chance(0.08)) return [['-machine', smpProperties(text)]];
    if ((name === '-machine' || name === '-M') && random.chance(0.08)) return spread(random, text);
    return [[name, random.chance(0.06) ? respeltNumber(random, text) : text]];
  });
}

const parts = (text: string): readonly (readonly [key: string, value: string])[] =>
  text.split(',').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? ['', part] : [part.slice(0, at), part.slice(at + 1)];
  });

/** Nothing where a value has no JSON form of its type. */
function jsonOf(first: string, text: string, strings: RegExp): string | undefined {
  const fields: [string, unknown][] = [];
  for (const [key, value] of parts(text)) {
    if (key === '') fields.push([first, value]);
    else if (strings.test(key)) fields.push([key, value]);
    else if (value === 'on' || value === 'off') fields.push([key, value === 'on']);
    else {
      const number = numberOf(value);
      if (number === undefined) return undefined;
      fields.push([key, number]);
    }
  }
  return JSON.stringify(Object.fromEntries(fields));
}

const jsonObject = (text: string): string | undefined => jsonOf('qom-type', text, /^(id|mem-path|pci-dev|pci-bus)$/);

function jsonDevice(text: string): string | undefined {
  // Of PCI devices `addr` is a string, of DIMMs a number.
  const strings = /^(pc-dimm|nvdimm|sp-mem)/.test(text)
    ? /^(id|memdev|bus)$/
    : /^(id|memdev|bus|addr|unplugged-inaccessible)$/;
  return jsonOf('driver', text, strings);
}

const memoryProperties = (text: string): string =>
  parts(text)
    .map(([key, value]) =>
      key === '' || key === 'size' ? `memory.size=${value}` : `memory.${key === 'maxmem' ? 'max-size' : key}=${value}`,
    )
    .join(',');

const smpProperties = (text: string): string =>
  parts(text)
    .map(([key, value]) => `smp.${key === '' ? 'cpus' : key}=${value}`)
    .join(',');

/** Some properties in an option of their own, perhaps before the type. */
function spread(random: Random, text: string): Pair[] {
  const [type = '', ...properties] = text.split(',');
  const [moved] = random.shuffled(properties);
  if (moved === undefined) return [['-machine', `type=${type}`]];
  const rest = [type, ...properties.filter((property) => property !== moved)].join(',');
  return random.shuffled([['-machine', moved] as const, ['-machine', rest] as const]);
}

/** One number written another way that means the same. */
function respeltNumber(random: Random, text: string): string {
  const list = text.split(',');
  const numbers = list.flatMap((part, index) => (/=\d+[KMG]?$/.test(part) ? [index] : []));
  const at = numbers[random.below(Math.max(numbers.length, 1))];
  if (at === undefined) return text;
  const [key = '', value = ''] = (list[at] ?? '').split('=');
  const unit = /[KMG]$/.exec(value)?.[0];
  const digits = unit === undefined ? value : value.slice(0, -1);
  const spelt =
    unit === undefined
      ? random.pick([`+${digits}`, `0x${Number(digits).toString(16)}`, ` ${digits}`])
      : random.pick([`${digits}.0${unit}`, `${digits}${unit.toLowerCase()}`, `+${digits}${unit}`, `0${digits}${unit}`]);
  list[at] = `${key}=${spelt}`;
  return list.join(',');
}
