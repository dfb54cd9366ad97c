/** One change of a fix, with its words. */
import type { Edit } from '../document/edit';
import type { LayoutDocument } from '../document/schema';
import type { DocPath } from '../space/region';
import { pathBefore } from './edit-lists';
import type { SettingChange } from './found-fix';
import { distance, spelled, type Setting } from './settings';

export interface Step {
  readonly edits: readonly Edit[];
  readonly change: SettingChange;
  /** `Lower maxmem to 22G`. */
  readonly title: string;
  /** One sentence. */
  readonly costs: string;
  readonly weight: number;
  /** Of the setting as the first layout has it: two steps with the same change the same. */
  readonly key: string;
}

/** Taking a setting back is dearer than giving it another value, and cheaper than what it belongs to. */
const TAKEN_BACK = 3;
/** Between a small and a large change of the same setting. */
const BY_SIZE = 4;

const filled = (template: string, name: string, value: string, before: string): string =>
  template.replaceAll('{}', name).replaceAll('#', value).replaceAll('<', before);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function titleOf(setting: Setting, value: unknown): string {
  const { facts, name, leaf, effective } = setting;
  const label = filled(facts.label, name, '', '').replace(/\s+$/, '');
  const text = spelled(setting, value);
  if (value === undefined) {
    if (leaf.kind === 'item' || leaf.kind === 'typed') return `Remove ${label}`;
    return `Leave ${label} to QEMU`;
  }
  if (facts.title !== undefined) return filled(facts.title, name, text ?? '', '');
  if (leaf.kind === 'flag') return `Switch ${label} ${text}`;
  const isGiven = leaf.value !== undefined || facts.unit !== 'option';
  const isSize = isGiven && leaf.kind === 'bytes' && typeof value === 'number' && typeof effective === 'number';
  return isSize ? `${value < effective ? 'Lower' : 'Raise'} ${label} to ${text}` : `Set ${label} to ${text}`;
}

/** What the guest can still grow by, in place of `maxmem`, which nobody thinks in. */
function growth(document: LayoutDocument, setting: Setting, value: unknown): string | undefined {
  const { size } = document.memory;
  if (setting.leaf.pattern !== 'memory.maxmem' || size === undefined) return undefined;
  const [now, then] = [setting.effective, value ?? size];
  if (typeof now !== 'number' || typeof then !== 'number' || now < size || then < size) {
    return 'The room for growth follows from it.';
  }
  const shown = { ...setting, facts: { ...setting.facts, unit: 'size' as const } };
  const [before, after] = [spelled(shown, now - size) ?? '', spelled(shown, then - size) ?? ''];
  return then < now
    ? `The guest can grow by ${after} and not by ${before}.`
    : `Room for growth takes ${after} of address space and not ${before}.`;
}

function costsOf(document: LayoutDocument, setting: Setting, value: unknown): string {
  const { facts, name } = setting;
  const before = spelled(setting, setting.effective) ?? 'what QEMU chose';
  const after = spelled(setting, value) ?? 'what QEMU chooses';
  const own = growth(document, setting, value);
  if (own !== undefined) return own;
  const label = filled(facts.label, name, '', '');
  const otherwise = `${capital(label)} is ${after} and not ${before}.`;
  const isVague = value === undefined && facts.costs?.includes('#') === true;
  return facts.costs === undefined || isVague ? otherwise : filled(facts.costs, name, after, before);
}

/** @param before edits that made the document from the first layout */
export function stepTo(
  document: LayoutDocument,
  setting: Setting,
  value: unknown,
  before: readonly Edit[],
  more: readonly Edit[] = [],
): Step {
  const path = pathBefore(setting.leaf.path, before);
  const label = filled(setting.facts.label, setting.name, '', '');
  const [was, is] = [spelled(setting, setting.leaf.value), spelled(setting, value)];
  const takenBack = value === undefined && setting.leaf.kind !== 'item' ? TAKEN_BACK : 0;
  return {
    edits: [...setting.edits(value), ...more],
    change: {
      path,
      label,
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    },
    title: titleOf(setting, value),
    costs: costsOf(document, setting, value),
    weight: setting.facts.weight + takenBack + BY_SIZE * distance(setting, value),
    key: path,
  };
}

/** A step that adds something. */
export function addition(
  edits: readonly Edit[],
  path: DocPath,
  words: { readonly title: string; readonly costs: string; readonly label: string; readonly after: string },
  weight: number,
): Step {
  const { title, costs, label, after } = words;
  return { edits, change: { path, label, after }, title, costs, weight, key: `+${path} ${after}` };
}
