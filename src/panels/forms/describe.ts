/** The words that forms are written in: one short function for each kind of field. */
import type { LayoutDocument } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import type { DocPath } from '../../core/space/region';
import type { EntityPlace } from '../document-path';
import type { Choice, Form, FormField } from './field';

/** What a form shows, given its entity. */
export type Describe = (
  place: EntityPlace,
  document: LayoutDocument,
  plan: Plan | undefined,
) => Omit<Form, 'path'> | undefined;

export type Field = Omit<FormField, 'path'>;
export type Fields = Readonly<Record<string, Field>>;

export const at = (entity: DocPath, fields: Fields): readonly FormField[] =>
  Object.entries(fields).map(([key, field]) => ({ ...field, path: `${entity}.${key}` }));

export const size = (label: string, placeholder?: string): Field => ({
  label,
  input: 'size',
  ...(placeholder === undefined ? { required: true } : { placeholder }),
});
export const count = (label: string, placeholder: string): Field => ({ label, input: 'count', placeholder });
export const text = (label: string, placeholder?: string): Field => ({
  label,
  input: 'text',
  ...(placeholder === undefined ? { required: true } : { placeholder }),
});
export const flag = (label: string, placeholder: string): Field => ({ label, input: 'boolean', placeholder });
export const node = (label: string): Field => ({ label, input: 'node', required: true });
export const choice = (label: string, choices: readonly Choice[], placeholder?: string): Field => ({
  label,
  input: 'choice',
  choices,
  ...(placeholder === undefined ? { required: true } : { placeholder }),
});
export const extra: Field = {
  label: 'Others',
  input: 'pairs',
  placeholder: 'none',
  hint: 'As typed: key=value,key=value',
};
