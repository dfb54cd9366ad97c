/** What a running QEMU lists of its memory devices: `query-memory-devices` of QMP, `info memory-devices` of HMP. */
import { size } from '../../base/range';
import { err, ok, type Result } from '../../base/result';
import type { CapturedDevice } from '../../capture/capture';
import type { FormatError, ImportFact, Importer, ImportReport } from '../format';
import { LONGEST_TEXT, tooLong } from '../text-place';
import { imported, IS_CHECKED } from './captured';
import { isDeviceJson, jsonDevices } from './memory-devices-json';
import { isDeviceText, textDevices } from './memory-devices-text';

export interface ListedDevices {
  readonly devices: readonly CapturedDevice[];
  readonly account: Omit<ImportReport, 'facts'>;
}

/** A conversation that changes memory is one to be carried out, and this one reply of it. */
const COMMANDS = /"(?:execute|exec-oob)"\s*:\s*"(?!query-|qmp_)|^\(QEMU\) (?!query-)[a-z]/m;

/** How sure a text looks to hold such a list. */
export function likenessToDevices(text: string): number {
  if (text.length > LONGEST_TEXT) return 0;
  if (isDeviceText(text)) return 0.98;
  // A conversation that only asks for them is a log, too, but one without a step.
  return isDeviceJson(text) ? (COMMANDS.test(text) ? 0.9 : 0.99) : 0;
}

export function listedDevices(text: string): Result<ListedDevices, FormatError> {
  if (text.length > LONGEST_TEXT) return err(tooLong(text));
  return isDeviceText(text) ? textDevices(text) : jsonDevices(text);
}

export function deviceFacts(devices: readonly CapturedDevice[]): readonly ImportFact[] {
  const byType = new Map<string, { count: number; bytes: number }>();
  for (const { type, range } of devices) {
    const known = byType.get(type) ?? { count: 0, bytes: 0 };
    byType.set(type, { count: known.count + 1, bytes: known.bytes + size(range) });
  }
  return [
    { what: devices.length === 1 ? 'memory device' : 'memory devices', count: devices.length },
    ...[...byType].slice(0, 32).map(([what, sum]): ImportFact => ({ what, ...sum, part: true })),
  ];
}

export const memoryDevices: Importer = {
  id: 'memory-devices',
  title: 'Memory devices of a running QEMU: query-memory-devices (QMP) or info memory-devices (HMP)',
  does: IS_CHECKED,
  example:
    '{"return": [{"type": "dimm", "data": {"id": "d1", "memdev": "/objects/m1", "addr": 4294967296, "size": 1073741824, "slot": 0, "node": 0, "hotplugged": false, "hotpluggable": true}}]}',

  sniff: likenessToDevices,

  read(text, current) {
    const listed = listedDevices(text);
    if (!listed.ok) return listed;
    const { devices, account } = listed.value;
    const capture = { title: 'Memory devices of the running QEMU', of: 'memory-devices', devices } as const;
    return ok(imported({ capture, facts: deviceFacts(devices), account }, current));
  },
};
