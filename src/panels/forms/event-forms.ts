/** The forms of the steps of a timeline, by what a step does. */
import { namedDevicesAt } from '../../app/step-edits';
import { formatSize } from '../../core/base/size-text';
import type { LayoutDocument, LayoutEvent } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import type { DocPath } from '../../core/space/region';
import { lookOf } from '../../ui/kinds';
import { stepTitle } from '../../app/step-title';
import { backendHost, backendName, backendSize, rareBackendFields } from './backend-form';
import { plain } from './choices';
import { at, choice, count, flag, size, text, type Describe, type Field, type Fields } from './describe';
import { deviceFields } from './device-forms';
import type { Form, FormField } from './field';
import { hostMemory } from './host-memory';
import { readQmp } from './qmp-text';
import { readTime, writeTime } from './time-text';

interface Step<K extends LayoutEvent['do'] = LayoutEvent['do']> {
  readonly path: DocPath;
  readonly index: number;
  readonly step: Extract<LayoutEvent, { do: K }>;
  readonly document: LayoutDocument;
  readonly plan: Plan | undefined;
}

type StepFields = Pick<Form, 'fields' | 'more'> & Pick<Partial<Form>, 'look'>;

const only = (path: DocPath, fields: Fields): StepFields => ({ fields: at(path, fields), more: [] });

const device = (hint?: string): Field => ({
  label: 'Device',
  input: 'device',
  required: true,
  ...(hint === undefined ? {} : { hint }),
});

/** What a guest does with blocks, in the kernel's words. */
const onlinePolicies = plain('online', 'online_kernel', 'online_movable', 'offline');

function plug({ path, step, document, plan }: Step<'plug'>): StepFields {
  const { device: plugged, backend: brought } = step;
  const isOwn = brought !== undefined && brought.id === plugged.memdev;
  const sizeField: FormField | undefined = isOwn
    ? { path: `${path}.backend.size`, label: 'Size', input: 'size', required: true }
    : backendSize(document, plugged.memdev);
  const hostField = isOwn ? undefined : backendHost(document, plugged.memdev);
  const form = deviceFields(plan, `${path}.device`, plugged, { sizeField, hostField });
  return {
    ...(form === undefined ? {} : { look: lookOf(form.kind.region) }),
    fields: form?.fields ?? [],
    more: [...(form?.more ?? []), ...(brought === undefined ? [] : broughtFields(`${path}.backend`, document, isOwn))],
  };
}

/** The fields of the backend that a step brings along; its size stands with the device if it is the device's. */
const broughtFields = (entity: DocPath, document: LayoutDocument, isOwn: boolean): readonly FormField[] => [
  backendName(entity, document, 'Backend’s name'),
  ...(isOwn ? [] : at(entity, { size: size('Its size') })),
  ...at(entity, {
    type: choice('Its type', plain('ram', 'file', 'memfd', 'shm')),
    path: text('File', 'none'),
    ...rareBackendFields,
  }),
  hostMemory(document, entity),
];

const unplug = ({ path }: Step<'unplug'>): StepFields =>
  only(path, {
    device: device('Those that are there by then'),
    answer: {
      ...choice(
        'Guest',
        [
          { value: 'agrees', title: 'agrees' },
          { value: 'refuses', title: 'refuses' },
        ],
        'as modelled',
      ),
      hint: 'Whether it gives the memory back is the guest’s to say',
    },
    dropsBackend: { ...flag('Backend too', 'off'), hint: 'object-del of it, once the device is gone' },
  });

function resize({ path, index, step, document }: Step<'resize'>): StepFields {
  const target = namedDevicesAt(document, index).find(({ id }) => id === step.device);
  return only(path, {
    device: device('A virtio-mem device'),
    requestedSize: {
      ...size('Requested'),
      hint: target?.size === undefined ? 'In whole blocks' : `In whole blocks, up to ${formatSize(target.size)}`,
    },
    reaches: { ...size('Guest stops at', 'as modelled'), hint: 'Between what is plugged and what is requested' },
  });
}

const guest = ({ path }: Step<'guest'>): StepFields =>
  only(path, {
    online: { ...choice('New blocks', onlinePolicies, 'as before'), hint: 'auto_online_blocks' },
    pinsMemory: { ...flag('Pins memory', 'as before'), hint: 'On: no online block can be given back' },
    loads: choice('Loads driver', plain('virtio_mem', 'kmem', 'nd_pmem'), 'none'),
  });

const blocks = ({ path }: Step<'blocks'>): StepFields =>
  only(path, {
    device: device(),
    to: { ...choice('Blocks to', onlinePolicies), hint: 'As written to /sys/devices/system/memory/memoryN/state' },
    count: { ...count('How many', 'all'), hint: 'The lowest first' },
  });

const qmp = ({ path }: Step<'qmp'>): StepFields =>
  only(path, { command: { label: 'QMP command', input: 'long-text', required: true, read: readQmp } });

const FIELDS: { readonly [K in LayoutEvent['do']]: (step: Step<K>) => StepFields } = {
  plug,
  unplug,
  resize,
  reboot: ({ path }) => only(path, {}),
  guest,
  blocks,
  qmp,
};

/** What every step can have: what it is called, and when it happens. */
const common = (path: DocPath): readonly FormField[] => [
  ...at(path, {
    atMs: {
      label: 'Time',
      input: 'text',
      placeholder: 'only the order',
      hint: 'Since the machine started: 250 ms, 90 s, 2 min',
      read: readTime,
      write: writeTime,
    },
    title: text('Title', 'none'),
  }),
];

const fieldsOf = <K extends LayoutEvent['do']>(kind: K, step: Step<K>): StepFields => FIELDS[kind](step);

export const event: Describe = ({ path, index = 0 }, document, plan) => {
  const step = document.events[index];
  if (step === undefined) return undefined;
  const { fields, more, look } = fieldsOf(step.do, { path, index, step, document, plan });
  const title = stepTitle(document, step);
  return {
    title: `${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    subtitle: `t${index + 1}`,
    ...(look === undefined ? {} : { look }),
    fields: [...fields, ...common(path)],
    more,
  };
};
