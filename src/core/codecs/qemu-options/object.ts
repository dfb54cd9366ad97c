/** `-object`, plain and JSON. */
import { isWellFormedId, malformedIdText } from '../../options/identifier';
import { looksLikeJson, parseJsonObject, type JsonObject, type JsonValue } from '../../options/json';
import { parseKeyval } from '../../options/keyval';
import { expectsText } from '../../options/texts';
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import { keepOption, type LayoutDraft, type OptionReader } from './draft';
import { noteSpelling } from './never-merged';
import { partOf, quotedPart, type OptionFault, type TypedOption } from './typed-option';
import { exactNumber, extraOf, flagValue, flattened, isPlainKey, plainText, sizeValue, type Value } from './values';

const BACKEND_TYPES = ['ram', 'file', 'memfd', 'shm'] as const;
const SIZES = { size: 'size', align: 'align', hugetlbsize: 'hugetlbSize' } as const;
const FLAGS = { share: 'share', reserve: 'reserve', hugetlb: 'hugetlb', hmem: 'hmem' } as const;
const isKeyOf = <T extends object>(table: T, key: string): key is keyof T & string => Object.hasOwn(table, key);

type Properties = ReadonlyMap<string, string>;
type BackendDraft = { -readonly [K in keyof LayoutDraft['backends'][number]]?: LayoutDraft['backends'][number][K] };

export const readObject: OptionReader = (draft, option) => {
  const properties = looksLikeJson(option.text) ? fromJson(option) : fromPlain(option);
  if (!properties.ok) return properties.error;
  if (properties.value === undefined) {
    keepOption(draft, option, 'This object is kept as typed: it says more than a layout has fields for.');
    return undefined;
  }
  return take(draft, option, properties.value);
};

const fault = (option: TypedOption, text: string, works: string, key?: string): OptionFault => {
  const part = (key === undefined ? undefined : partOf(option.text, key, 'qom-type')) ?? quotedPart(option.text, text);
  return { option, ...(part === undefined ? {} : { part }), text, works };
};

/** Nothing for what a layout cannot say. */
function fromPlain(option: TypedOption): Result<Properties | undefined, OptionFault> {
  // Each adds to the list; of any other key the last counts.
  if ((option.text.match(/(?:^|,)host-nodes=/g) ?? []).length > 1) return ok(undefined);
  const tree = parseKeyval(option.text, 'qom-type');
  if (tree.ok) return ok(flattened(tree.value));
  return err(fault(option, tree.error, 'Pairs of key=value: memory-backend-ram,id=m1,size=4G.'));
}

/** As plain text; nothing if something in it has no plain spelling. */
function fromJson(option: TypedOption): Result<Properties | undefined, OptionFault> {
  const json = parseJsonObject(option.text);
  if (!json.ok)
    return err(
      fault(option, json.error, 'One JSON object: {"qom-type":"memory-backend-ram","id":"m1","size":4294967296}.'),
    );
  const mistyped = mistypedKey(json.value);
  if (mistyped !== undefined) return err(fault(option, mistyped.text, mistyped.works, mistyped.key));
  const properties = new Map<string, string>();
  for (const [key, value] of json.value) {
    const text = key === 'host-nodes' ? plainNodes(value) : plainText(value);
    if (text === undefined || !isPlainKey(key)) return ok(undefined);
    properties.set(key, text);
  }
  return ok(properties);
}

/** Nodes of the host as a plain option spells them, `0-3`; nothing for a list with gaps, which is several options there. */
function plainNodes(json: JsonValue): string | undefined {
  if (!Array.isArray(json)) return plainText(json);
  const nodes = [...new Set(json)].sort((a, b) => (Number(a) < Number(b) ? -1 : 1));
  const [first] = nodes;
  const last = nodes.at(-1);
  if (typeof first !== 'bigint' || typeof last !== 'bigint') return undefined;
  const isRun = nodes.every((node, index) => node === first + BigInt(index));
  return isRun ? (first === last ? String(first) : `${first}-${last}`) : undefined;
}

/** In JSON, sizes are numbers and switches are true or false; text is not taken for them. */
function mistypedKey(json: JsonObject): { key: string; text: string; works: string } | undefined {
  for (const [key, value] of json) {
    if (isKeyOf(SIZES, key) && typeof value !== 'bigint') {
      return { key, text: expectsText(key, 'uint64'), works: `"${key}" as a number of bytes: 4294967296.` };
    }
    if (isKeyOf(FLAGS, key) && typeof value !== 'boolean') {
      return { key, text: `Invalid parameter type for '${key}', expected: boolean`, works: `"${key}": true or false.` };
    }
  }
  return undefined;
}

function take(draft: LayoutDraft, option: TypedOption, properties: Properties): OptionFault | undefined {
  const type = properties.get('qom-type');
  const id = properties.get('id');
  if (id !== undefined && !isWellFormedId(id)) return fault(option, malformedIdText, 'A name such as m1.', 'id');
  if (type === undefined || id === undefined) {
    keepOption(
      draft,
      option,
      `-object ${option.text} is kept as typed: it names no type or no id, which QEMU refuses.`,
    );
    return undefined;
  }
  const backend = takeBackend(option, type, id, properties);
  if (properties.has('hmem')) noteSpelling(draft, 'hmem', option);
  if (!backend.ok) return backend.error;
  if (backend.value !== undefined) draft.backends.push(backend.value);
  else {
    const extra = [...properties].filter(([key]) => key !== 'qom-type' && key !== 'id');
    draft.objects.push({ type, id, ...extraOf(extra) });
  }
  return undefined;
}

type Backend = LayoutDraft['backends'][number];

/** Nothing if it is no memory backend, or one whose size a document cannot hold. */
function takeBackend(
  option: TypedOption,
  qomType: string,
  id: string,
  properties: Properties,
): Result<Backend | undefined, OptionFault> {
  const type = BACKEND_TYPES.find((each) => qomType === `memory-backend-${each}`);
  if (type === undefined) return ok(undefined);
  const backend: BackendDraft = { id, type };
  const extra = new Map<string, string>();
  for (const [key, text] of properties) {
    if (key === 'qom-type' || key === 'id') continue;
    if (key === 'mem-path') backend.path = text;
    else if (isKeyOf(SIZES, key)) {
      const size = looksLikeJson(option.text) ? exactNumber(BigInt(text)) : sizeValue(text);
      if (size.is === 'malformed') return err(fault(option, expectsText(key, 'a size value'), SIZE_WORKS, key));
      setOrKeep(
        size,
        (bytes) => (backend[SIZES[key]] = bytes),
        () => extra.set(key, text),
      );
    } else if (isKeyOf(FLAGS, key)) {
      const flag = flagValue(text);
      if (flag.is === 'malformed') return err(fault(option, expectsText(key, "'on' or 'off'"), 'on or off.', key));
      setOrKeep(
        flag,
        (value) => (backend[FLAGS[key]] = value),
        () => extra.set(key, text),
      );
    } else extra.set(key, text);
  }
  const { size } = backend;
  return ok(size === undefined ? undefined : { ...backend, id, type, size, ...extraOf(extra) });
}

const SIZE_WORKS = 'A decimal number with an optional suffix K, M, G, T, P or E: 4G.';

function setOrKeep<T>(value: Value<T>, set: (value: T) => void, keep: () => void): void {
  if (value.is === 'value') set(value.value);
  else keep();
}
