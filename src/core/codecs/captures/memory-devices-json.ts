/** The reply to `query-memory-devices`: alone, as QMP sends it, printed prettily, or among other messages. */
import { err, ok, type Result } from '../../base/result';
import { capturedRange, type CapturedDevice } from '../../capture/capture';
import type { FormatError } from '../format';
import { jsonEnd } from '../host-text/json-block';
import { jsonFault } from '../json-fault';
import { errorAt, placeOf } from '../text-place';
import type { ListedDevices } from './memory-devices';
import { allLines } from './captured';

/** A list, bare or as a reply. */
const LIST = /\{\s*"return"\s*:\s*(?=\[)|(?<![\w"\]:]\s{0,8})\[\s*(?=\{\s*"(?:type|data)"\s*:|\]\s*$)/g;
const DEVICE = /"type"\s*:\s*"(?:dimm|nvdimm|sp-mem|virtio-mem|virtio-pmem|sgx-epc|hv-balloon)"/;
const EMPTY = /^\s*(?:\{\s*"return"\s*:\s*\[\s*\]\s*(?:,\s*"id"\s*:\s*"[^"]{0,80}"\s*)?\}|\[\s*\])\s*$/;
const MOST_DEVICES = 65_536;

export const isDeviceJson = (text: string): boolean =>
  (DEVICE.test(text) && /"(?:mem)?addr"\s*:\s*\d/.test(text)) || EMPTY.test(text);

const WORKS = 'The reply to query-memory-devices as QEMU gives it, such as {"return": [{"type": "dimm", "data": {…}}]}';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Found {
  readonly items: readonly unknown[];
  readonly from: number;
  readonly to: number;
}

/** The last list of the text that could be one of devices. */
function lastList(text: string): Result<Found, FormatError> {
  let budget = 2 * text.length + 1024;
  let last: Found | undefined;
  let broken: number | undefined;
  LIST.lastIndex = 0;
  for (let match = LIST.exec(text); match !== null && budget > 0; match = LIST.exec(text)) {
    const from = match.index;
    const { end, seen } = jsonEnd(text, from, budget);
    budget -= seen - from;
    const items = end === undefined ? undefined : listIn(text.slice(from, end));
    if (end === undefined || items === undefined) broken = from;
    else if (last === undefined || items.length > 0 || last.items.length === 0) last = { items, from, to: end };
    LIST.lastIndex = Math.max(LIST.lastIndex, end ?? 0);
  }
  if (last !== undefined) return ok(last);
  return err(notRead(text, broken));
}

function notRead(text: string, from: number | undefined): FormatError {
  const start = from ?? /[[{]/.exec(text)?.index ?? 0;
  const fault = from === undefined ? 0 : (jsonFault(text.slice(start)) ?? 0);
  const found = text.charAt(start + fault);
  const message =
    from === undefined
      ? 'There is no list of memory devices in this JSON.'
      : found === ''
        ? 'The JSON ends too early.'
        : `“${found}” cannot stand here in JSON.`;
  return errorAt(text, start + fault, 1, { code: 'memory-devices/syntax', message, works: WORKS });
}

function listIn(json: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    const list = isFields(value) ? value['return'] : value;
    return Array.isArray(list) && list.every((item) => isFields(item) && typeof item['type'] === 'string')
      ? (list as readonly unknown[])
      : undefined;
  } catch {
    return undefined;
  }
}

/** Where each device begins: the places of their types, if there are as many. */
function placesOf(text: string, { items, from, to }: Found): readonly number[] {
  const places = [...text.slice(from, to).matchAll(/"type"\s*:/g)].map(({ index }) => from + index);
  return places.length === items.length ? places : items.map(() => from);
}

export function jsonDevices(text: string): Result<ListedDevices, FormatError> {
  const found = lastList(text);
  if (!found.ok) return found;
  const { items } = found.value;
  const places = placesOf(text, found.value);
  const devices: CapturedDevice[] = [];
  for (const [index, item] of items.slice(0, MOST_DEVICES).entries()) {
    const at = places[index] ?? found.value.from;
    const device = deviceOf(item);
    if (device === undefined) {
      return err(
        errorAt(text, at, 6, {
          code: 'memory-devices/device',
          message: `Device ${index + 1} of the list has no address and size that are whole numbers of bytes.`,
          works: WORKS,
        }),
      );
    }
    devices.push(device);
  }
  const lines = linesOf(text, places);
  return ok({
    devices: devices.map((device, index) => ({ ...device, line: lines[index] ?? 1 })),
    account: allLines(text),
  });
}

/** Lines of places that rise, in one go. */
function linesOf(text: string, places: readonly number[]): readonly number[] {
  let line = 1;
  let at = 0;
  return places.map((place) => {
    line += placeOf(text.slice(at, place), place - at).line - 1;
    at = place;
    return line;
  });
}

const LARGEST = 2 ** 64;
const numberIn = (fields: Fields, key: string): number | undefined => {
  const value = fields[key];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < LARGEST ? value : undefined;
};
const textIn = (fields: Fields, key: string): string | undefined => {
  const value = fields[key];
  return typeof value === 'string' && value.length <= 256 ? value : undefined;
};
const small = (value: number | undefined): number | undefined =>
  value === undefined || value > 2 ** 53 ? undefined : value;

function deviceOf(item: unknown): CapturedDevice | undefined {
  if (!isFields(item) || typeof item['type'] !== 'string') return undefined;
  const data = isFields(item['data']) ? item['data'] : item;
  const start = numberIn(data, 'addr') ?? numberIn(data, 'memaddr');
  const bytes = numberIn(data, 'max-size') ?? numberIn(data, 'size');
  if (start === undefined || bytes === undefined) return undefined;
  const isGrowing = numberIn(data, 'max-size') !== undefined;
  const hotplugged = data['hotplugged'];
  const id = textIn(data, 'id');
  return withGiven(
    { type: item['type'].slice(0, 64), ...capturedRange(BigInt(start), BigInt(start) + BigInt(bytes)) },
    {
      // A device without one has an empty one where it is printed.
      id: id === '' ? undefined : id,
      node: numberIn(data, 'node'),
      slot: numberIn(data, 'slot'),
      memdev: textIn(data, 'memdev')?.replace(/^\/objects\//, ''),
      plugged: isGrowing ? small(numberIn(data, 'size')) : undefined,
      requested: small(numberIn(data, 'requested-size')),
      blockSize: small(numberIn(data, 'block-size')),
      hotplugged: typeof hotplugged === 'boolean' ? hotplugged : undefined,
    },
  );
}

type Optional = Omit<CapturedDevice, 'type' | 'range' | 'claims'>;

/** Without the fields that are not said. */
export const withGiven = (
  device: CapturedDevice,
  further: { readonly [K in keyof Optional]?: Optional[K] | undefined },
): CapturedDevice =>
  Object.assign({}, device, Object.fromEntries(Object.entries(further).filter(([, value]) => value !== undefined)));
