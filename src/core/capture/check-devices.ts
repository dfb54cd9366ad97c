/** Memory devices as a running QEMU lists them, and as the plan has them at the moment that is looked at. */
import type { Range } from '../base/range';
import { formatSize } from '../base/size-text';
import type { MemoryDeviceRow } from '../plan/plan';
import type { RegionKind } from '../space/region';
import type { Capture, CapturedDevice } from './capture';
import type { CheckedPlan, Tables } from './check';
import type { Entry } from './check-rows';

const given = (key: string, value: string | number | boolean | undefined): Record<string, string> =>
  value === undefined ? {} : { [key]: String(value) };
const sized = (key: string, bytes: number | undefined): Record<string, string> =>
  bytes === undefined || bytes > 2 ** 53 ? {} : { [key]: formatSize(bytes) };

const nameOf = (type: string, id: string | undefined): string =>
  id === undefined ? `${type} without an id` : `${id}, ${type}`;
/** By QMP's types (qapi/machine.json, MemoryDeviceInfo). */
const KINDS: ReadonlyMap<string, RegionKind> = new Map([
  ['dimm', 'dimm'],
  ['nvdimm', 'persistent'],
  ['virtio-mem', 'virtio-mem'],
  ['virtio-pmem', 'persistent'],
  ['sp-mem', 'soft-reserved'],
]);
/** QEMU names backends by their paths. */
const backendId = (memdev: string): string => memdev.replace(/^\/objects\//, '');

/** What both sides may say of a device. */
interface Said {
  readonly type: string;
  readonly range: Range;
  readonly id: string | undefined;
  readonly node: number | undefined;
  readonly slot: number | undefined;
  readonly backend: string | undefined;
  readonly requested: number | undefined;
  readonly blockSize: number | undefined;
  readonly hotplugged: string | boolean | undefined;
}

const entryOf = ({ type, range, id, node, slot, backend, requested, blockSize, hotplugged }: Said): Entry => ({
  range,
  what: nameOf(type, id),
  type,
  kind: KINDS.get(type) ?? 'unknown',
  ...(id === undefined ? {} : { id }),
  fields: {
    ...given('node', node),
    ...given('slot', slot),
    ...given('backend', backend),
    ...sized('requested', requested),
    ...sized('block size', blockSize),
    ...given('hotplugged', hotplugged),
  },
});

/** @param isListed on lines of their own: where all are on one, that says nothing */
function captured(device: CapturedDevice, isListed: boolean): Entry {
  const { type, range, id, node, slot, memdev, requested, blockSize, hotplugged, claims, line } = device;
  const backend = memdev === undefined ? undefined : backendId(memdev);
  return {
    ...entryOf({ type, range, id, node, slot, backend, requested, blockSize, hotplugged }),
    ...(claims === undefined ? {} : { claims }),
    ...(line === undefined || !isListed ? {} : { line }),
  };
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

function planned({ owner, type, range, id, memdev, slot, node, fields, why }: MemoryDeviceRow): Entry {
  const reason = why.steps.at(-1)?.text;
  return {
    ...entryOf({
      type,
      range,
      id,
      node: fields['node'] === undefined ? undefined : node,
      slot,
      backend: memdev,
      requested: numberOf(fields['requested-size']),
      blockSize: numberOf(fields['block-size']),
      hotplugged: fields['hotplugged'],
    }),
    path: owner,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What a guest has plugged of virtio-mem is its own affair, and grows while one looks. */
function pluggedRemarks(devices: readonly CapturedDevice[], plan: readonly MemoryDeviceRow[]): readonly string[] {
  return devices.slice(0, 64).flatMap(({ type, id, plugged, requested }) => {
    if (type !== 'virtio-mem' || plugged === undefined || id === undefined) return [];
    const of = requested === undefined ? '' : ` of ${formatSize(requested)} requested`;
    const here = numberOf(plan.find((row) => row.id === id)?.fields['size']);
    const other = here === undefined || here === plugged ? '' : `; ${formatSize(here)} in the plan`;
    return [
      `${id}: the guest has plugged ${formatSize(plugged)}${of}${other}. That is not compared: the guest decides.`,
    ];
  });
}

export function devicesToCheck(plan: CheckedPlan, { devices }: Extract<Capture, { of: 'memory-devices' }>): Tables {
  const rows = plan.snapshots[0]?.tables?.memoryDevices ?? [];
  const isListed = devices.length === 1 || new Set(devices.map(({ line }) => line)).size > 1;
  return {
    against: 'memory devices',
    noun: 'device',
    guest: devices.map((device) => captured(device, isListed)),
    plan: rows.map(planned),
    remarks: pluggedRemarks(devices, rows),
  };
}
