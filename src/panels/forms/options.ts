/** What a field offers to choose from; undefined where it is typed. */
import { formatSize } from '../../core/base/size-text';
import type { Backend, LayoutDocument } from '../../core/document/schema';
import type { FormField } from './field';
import { writeField } from './field-text';
import { plugStepAt } from '../../app/plugs';
import { namedDevicesAt } from '../../app/step-edits';
import { deviceKinds } from '../../core/devices/index';

export interface Option {
  readonly value: string;
  readonly title: string;
}

/** Every field without a value offers what emptiness means first; a value that is not on offer stays choosable, with what is wrong. */
export function optionsOf(document: LayoutDocument, field: FormField, value: unknown): readonly Option[] | undefined {
  const all = offers(document, field);
  if (all === undefined) return undefined;
  const offered = firstOfEach(all);
  const now = writeField(field.input, value);
  const isKnown = now === '' || offered.some((option) => option.value === now);
  return [
    ...(field.required === true ? [] : [{ value: '', title: field.placeholder ?? 'none' }]),
    ...offered,
    ...(isKnown ? [] : [{ value: now, title: unknownTitle(field, now) }]),
  ];
}

/** While somebody types, two things can have one name. */
function firstOfEach(options: readonly Option[]): readonly Option[] {
  const seen = new Set<string>();
  return options.filter(({ value }) => seen.size < seen.add(value).size);
}

function offers(document: LayoutDocument, field: FormField): readonly Option[] | undefined {
  switch (field.input) {
    case 'boolean':
      return [
        { value: 'on', title: 'on' },
        { value: 'off', title: 'off' },
      ];
    case 'choice':
      return (field.choices ?? []).map((choice) => ({ value: String(choice.value), title: choice.title }));
    case 'node':
      return document.nodes.map(({ id }) => ({ value: String(id), title: `node ${id}` }));
    case 'backend':
      return [...document.backends, ...brought(document, field.path)].map(({ id, type, size }) => ({
        value: id,
        title: `${id}  ${type}, ${formatSize(size)}`,
      }));
    case 'device':
      return namedDevicesAt(document, Number(field.path.split('.')[1])).map(({ id, kind, size }) => ({
        value: id,
        title: [
          `${id}  ${deviceKinds.find(kind)?.title ?? kind}`,
          ...(size === undefined ? [] : [formatSize(size)]),
        ].join(', '),
      }));
    default:
      return undefined;
  }
}

/** A step's device can also name the backend that the step brings along. */
function brought(document: LayoutDocument, path: string): readonly Backend[] {
  const own = plugStepAt(document, path)?.backend;
  return own === undefined ? [] : [own];
}

function unknownTitle({ input }: FormField, value: string): string {
  if (input === 'node') return `node ${value}, not declared`;
  if (input === 'device') return `${value}, not there by then`;
  return input === 'backend' ? `${value}, no such backend` : value;
}
