/** The forms of devices. Each kind brings its own fields. */
import { formatAddress } from '../../core/base/size-text';
import { deviceKinds } from '../../core/devices/index';
import type { DeviceField, DeviceKind } from '../../core/devices/kind';
import type { Device } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import type { DocPath } from '../../core/space/region';
import { lookOf } from '../../ui/kinds';
import { nameOfDevice } from '../names';
import { backendHost, backendSize } from './backend-form';
import { barsField } from './bars-field';
import { plain } from './choices';
import { at, extra, text, type Describe } from './describe';
import type { FormField } from './field';

const asField = (entity: DocPath, { key, choices, rare: _, ...field }: DeviceField): FormField => ({
  ...field,
  path: `${entity}.${key}`,
  ...(choices === undefined ? {} : { choices: plain(...choices) }),
});

/** The address and the slot that QEMU gave, for the greyed text of fields left to QEMU. */
function placed(field: FormField, entity: DocPath, plan: Plan | undefined): FormField {
  const row = plan?.snapshots[0]?.tables?.memoryDevices.find(({ owner }) => owner === entity);
  if (row === undefined) return field;
  if (field.input === 'address') return { ...field, placeholder: formatAddress(row.range.start) };
  return field.input === 'slot' && row.slot !== undefined ? { ...field, placeholder: String(row.slot) } : field;
}

const SHARED_KEYS = ['id', 'memdev', 'node', 'addr', 'slot'];

/** Another kind of device in the same place, with what both kinds have. */
function asKind(device: Readonly<Record<string, unknown>>, kind: DeviceKind): Readonly<Record<string, unknown>> {
  const keys = kind.fields
    .map(({ key }) => key)
    .filter((key) => SHARED_KEYS.includes(key) && device[key] !== undefined);
  return { kind: kind.id, ...Object.fromEntries(keys.map((key) => [key, device[key]])) };
}

const kindField = (entity: DocPath, device: Device): FormField => ({
  path: `${entity}.kind`,
  label: 'Kind',
  input: 'choice',
  required: true,
  choices: deviceKinds.all.map(({ id, title }) => ({ value: id, title })),
  edits: (value) => {
    const kind = deviceKinds.find(String(value));
    return kind === undefined ? [] : [{ op: 'set', path: entity, value: asKind(device, kind) }];
  },
});

/** What is asked for first: where it lies, then what stands behind it; the name, rarely changed, comes last. */
const ORDER: readonly (readonly FormField['input'][])[] = [['address'], ['slot'], ['backend'], ['node']];

/** Size beside node, then the rest in the kind's order. */
export function deviceFields(
  plan: Plan | undefined,
  entity: DocPath,
  device: Device,
  { sizeField, hostField }: { readonly sizeField: FormField | undefined; readonly hostField: FormField | undefined },
) {
  const kind = deviceKinds.find(device.kind);
  if (kind === undefined) return undefined;
  const fieldsOf = (rare: boolean): readonly FormField[] =>
    kind.fields
      .filter((field) => (field.rare === true) === rare)
      .map((field) => placed(asField(entity, field), entity, plan));
  const own = fieldsOf(false);
  const nodeField = own.find(({ input }) => input === 'node');
  const paired = sizeField !== undefined && nodeField !== undefined;
  const rest = own.filter((field) => !paired || field !== nodeField);
  return {
    kind,
    fields: [
      ...(sizeField === undefined ? [] : [paired ? { ...sizeField, beside: nodeField } : sizeField]),
      ...ORDER.flatMap((inputs) => rest.filter(({ input }) => inputs.includes(input))),
      ...(hostField === undefined ? [] : [hostField]),
      ...rest.filter(({ input }) => ![...ORDER.flat(), 'identifier'].includes(input)),
      ...rest.filter(({ input }) => input === 'identifier'),
    ],
    more: [kindField(entity, device), ...fieldsOf(true), ...at(entity, { extra })],
  };
}

export const device: Describe = ({ path, index = 0 }, document, plan) => {
  const item = document.devices[index];
  if (item === undefined) return undefined;
  const memdev = 'memdev' in item ? item.memdev : undefined;
  const form = deviceFields(plan, path, item, {
    sizeField: backendSize(document, memdev),
    hostField: backendHost(document, memdev),
  });
  if (form !== undefined) {
    return {
      title: nameOfDevice(item, index),
      subtitle: `${form.kind.driver} device`,
      look: lookOf(form.kind.region),
      fields: form.fields,
      more: form.more,
    };
  }
  return {
    title: nameOfDevice(item, index),
    subtitle: '-device',
    fields: [
      ...at(path, { driver: text('Driver'), id: text('Name', 'none') }),
      barsField(path),
      ...at(path, { extra }),
    ],
    more: [],
  };
};
