/** What HMP's `info memory-devices` prints (hmp_info_memory_devices). */
import { err, ok, type Result } from '../../base/result';
import { capturedRange, type CapturedDevice } from '../../capture/capture';
import type { FormatError } from '../format';
import type { ListedDevices } from './memory-devices';
import { withGiven } from './memory-devices-json';
import { readLines } from './text-lines';

const HEAD = /^\s*Memory device \[([\w-]{1,64})\]: "([^"]{0,256})"$/;
const IS_TEXT = /^[^\n"]{0,40}Memory device \[[\w-]{1,64}\]: "/m;
const FIELD = /^\s+([a-z-]{1,40}): (\S{1,256})$/;
const NUMBER = /^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i;

export const isDeviceText = (text: string): boolean => IS_TEXT.test(text);

interface Draft {
  readonly type: string;
  readonly id: string;
  readonly line: number;
  readonly fields: Map<string, string>;
}

export function textDevices(text: string): Result<ListedDevices, FormatError> {
  const drafts: Draft[] = [];
  const account = readLines(text, (line, number) => {
    const [, type, id = ''] = HEAD.exec(line) ?? [];
    if (type !== undefined) {
      drafts.push({ type, id, line: number, fields: new Map() });
      return true;
    }
    const [, key = '', value] = FIELD.exec(line) ?? [];
    const last = drafts.at(-1);
    if (value === undefined || last === undefined) return false;
    last.fields.set(key, value);
    return true;
  });
  const devices: CapturedDevice[] = [];
  for (const draft of drafts) {
    const device = deviceOf(draft);
    if (device === undefined) {
      return err({
        code: 'memory-devices/device',
        message: `The device “${draft.id}” has no address and size.`,
        works: 'The whole output of info memory-devices: each device with its addr or memaddr, and its size.',
        line: draft.line,
        column: 1,
      });
    }
    devices.push(device);
  }
  return ok({ devices, account });
}

function deviceOf({ type, id, line, fields }: Draft): CapturedDevice | undefined {
  const number = (key: string): bigint | undefined => {
    const value = fields.get(key);
    return value !== undefined && NUMBER.test(value) ? BigInt(value) : undefined;
  };
  const small = (key: string): number | undefined => {
    const value = number(key);
    return value === undefined || value > 2n ** 53n ? undefined : Number(value);
  };
  const start = number('addr') ?? number('memaddr');
  const bytes = number('max-size') ?? number('size');
  if (start === undefined || bytes === undefined) return undefined;
  const hotplugged = fields.get('hotplugged');
  return withGiven(
    { type, ...capturedRange(start, start + bytes), line },
    {
      id: id === '' ? undefined : id,
      node: small('node'),
      slot: small('slot'),
      memdev: fields.get('memdev')?.replace(/^\/objects\//, ''),
      plugged: fields.has('max-size') ? small('size') : undefined,
      requested: small('requested-size'),
      blockSize: small('block-size'),
      hotplugged: hotplugged === undefined ? undefined : hotplugged === 'true',
    },
  );
}
