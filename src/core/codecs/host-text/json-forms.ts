/** Objects that the programs print as JSON. */
import { registry } from '../../base/registry';
import { ADDR_LIMIT } from '../../base/addr';
import type { DaxFacts, Facts } from './facts';
import { takeBlocks } from './forms/lsmem';
import type { Fields } from './json-block';

export interface JsonForm {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** Takes an object in; false if it is none of this kind. */
  read(object: Fields, facts: Facts): boolean;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

/** A count of bytes; with `-u` the programs write addresses as `"0x850000000"`. */
function bytesOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^(?:0x[0-9a-f]{1,16}|\d{1,16})$/i.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= ADDR_LIMIT
    ? number
    : undefined;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** As `bytesOf`, and `"8.00 GiB (8.59 GB)"`, which `-u` rounds to two decimals: said in a remark. */
function sizeOf(value: unknown, name: string, facts: Facts): number | undefined {
  const exact = bytesOf(value);
  if (exact !== undefined || typeof value !== 'string') return exact;
  const [, number = '', unit = ''] = /^(\d{1,6}\.\d\d) ([KMGTP]iB) \(/.exec(value) ?? [];
  if (number === '') return undefined;
  facts.note(`The size of ${name} is rounded to two decimals, as -u prints it (${value}): without -u it is exact.`);
  return Math.round(Number(number) * 1024 ** UNITS.indexOf(unit));
}

const nodeOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff ? value : undefined;

/** Where the bytes of a dax device begin, if they lie in one piece. */
function startOf(mappings: unknown): number | undefined {
  if (!Array.isArray(mappings) || mappings.length !== 1) return undefined;
  const [only] = mappings as readonly unknown[];
  return typeof only === 'object' && only !== null ? bytesOf((only as Fields)['start']) : undefined;
}

const lsmemJson: JsonForm = {
  id: 'lsmem-json',
  title: 'ranges of lsmem',
  source: 'lsmem',
  read: (object, facts) =>
    typeof object['range'] === 'string' &&
    takeBlocks(new Map(Object.entries(object).map(([key, value]) => [key.toUpperCase(), textOf(value) ?? ''])), facts),
};

const daxctl: JsonForm = {
  id: 'daxctl',
  title: 'dax devices of daxctl list',
  source: 'daxctl list',
  read(object, facts) {
    const { chardev } = object;
    if (typeof chardev !== 'string' || chardev === '' || chardev.length > 64) return false;
    const size = sizeOf(object['size'], chardev, facts);
    if (size === undefined) return false;
    const start = startOf(object['mappings']);
    const node = nodeOf(object['target_node']);
    const { mode } = object;
    const device: DaxFacts = {
      name: chardev,
      size,
      ...(start === undefined ? {} : { start }),
      ...(node === undefined ? {} : { node }),
      ...(typeof mode === 'string' ? { mode: mode.slice(0, 64) } : {}),
    };
    facts.keep(facts.dax, device);
    if (node !== undefined) facts.node(node);
    return true;
  },
};

const cxl: JsonForm = {
  id: 'cxl',
  title: 'regions, windows and devices of cxl list',
  source: 'cxl list',
  read(object, facts) {
    const name = textOf(object['region'] ?? object['decoder']);
    if (name !== undefined) {
      const start = bytesOf(object['resource']);
      const size = sizeOf(object['size'], name, facts);
      if (start === undefined || size === undefined) return true;
      const range = { name: name.slice(0, 64), start, end: Math.min(start + size, ADDR_LIMIT) };
      // Decoders below the root route parts of what a root decoder opens; they are no windows of the host.
      const isRoot = /^decoder0\./.test(name);
      if (object['region'] !== undefined || isRoot)
        facts.keep(facts.cxl, {
          ...range,
          isRegion: object['region'] !== undefined,
          isPersistent: object['type'] === 'pmem',
        });
      return true;
    }
    return typeof object['memdev'] === 'string';
  },
};

export const jsonForms = registry<JsonForm>([lsmemJson, daxctl, cxl]);
