/**
 * Keys of the objects that concern memory, in the order in which QEMU reads them, and how it reads each value: from `key=value`
 * (its opts visitor) or from JSON (its QAPI visitor). Source: qapi/qom.json, qapi/opts-visitor.c, qapi/qobject-input-visitor.c.
 */
import { err, ok, type Result } from '../base/result';
import type { Dialect } from '../dialects/dialect';
import type { JsonValue } from '../options/json';
import { parseBoolean, parseUnsigned, wrap64 } from '../options/number';
import { parseSize } from '../options/size';
import { doesNotAccept, expectsText } from '../options/texts';

export type KeyType = 'boolean' | 'size' | 'uint32' | 'text' | 'host-nodes' | readonly string[];

export interface ObjectKey {
  readonly name: string;
  readonly type: KeyType;
  readonly required?: boolean;
}

/** Values under QEMU's key names: sizes and integers as bigint, node lists as text. */
export type ObjectValue = string | bigint | boolean | readonly bigint[];

const BACKEND_KEYS: readonly ObjectKey[] = [
  { name: 'dump', type: 'boolean' },
  { name: 'host-nodes', type: 'host-nodes' },
  { name: 'merge', type: 'boolean' },
  { name: 'policy', type: ['default', 'preferred', 'bind', 'interleave'] },
  { name: 'prealloc', type: 'boolean' },
  { name: 'prealloc-threads', type: 'uint32' },
  { name: 'prealloc-context', type: 'text' },
  { name: 'share', type: 'boolean' },
  { name: 'reserve', type: 'boolean' },
  { name: 'size', type: 'size', required: true },
  { name: 'x-use-canonical-path-for-ramblock-id', type: 'boolean' },
];

/** Keys of each type; types that do not concern memory are not listed, and their keys not looked at. */
export const OBJECT_KEYS: ReadonlyMap<string, readonly ObjectKey[]> = new Map<string, readonly ObjectKey[]>([
  ['memory-backend-ram', BACKEND_KEYS],
  ['memory-backend-shm', BACKEND_KEYS],
  ['memory-backend-epc', BACKEND_KEYS],
  [
    'memory-backend-memfd',
    [
      ...BACKEND_KEYS,
      { name: 'hugetlb', type: 'boolean' },
      { name: 'hugetlbsize', type: 'size' },
      { name: 'seal', type: 'boolean' },
    ],
  ],
  [
    'memory-backend-file',
    [
      ...BACKEND_KEYS,
      { name: 'align', type: 'size' },
      { name: 'offset', type: 'size' },
      { name: 'discard-data', type: 'boolean' },
      { name: 'mem-path', type: 'text', required: true },
      { name: 'pmem', type: 'boolean' },
      { name: 'readonly', type: 'boolean' },
      { name: 'rom', type: ['auto', 'on', 'off'] },
    ],
  ],
  [
    'acpi-generic-initiator',
    [
      { name: 'pci-dev', type: 'text', required: true },
      { name: 'node', type: 'uint32', required: true },
    ],
  ],
  [
    'acpi-generic-port',
    [
      { name: 'pci-bus', type: 'text', required: true },
      { name: 'node', type: 'uint32', required: true },
    ],
  ],
]);

/** The property of version 0 of the patches, behind those that every QEMU has. */
const HMEM: ObjectKey = { name: 'hmem', type: 'boolean' };

/** Keys of a type in one QEMU; nothing for types that do not concern memory. */
export function objectKeys(type: string, dialect: Pick<Dialect, 'spm'> | undefined): readonly ObjectKey[] | undefined {
  const keys = OBJECT_KEYS.get(type);
  return keys !== undefined && type === 'memory-backend-file' && dialect?.spm === 'hmem' ? [...keys, HMEM] : keys;
}

/** Every value that `qom-type` may have (QAPI ObjectType). */
const OBJECT_TYPES = new Set(
  (
    'acpi-generic-initiator acpi-generic-port authz-list authz-listfile authz-pam authz-simple can-bus can-host-socketcan ' +
    'colo-compare cryptodev-backend cryptodev-backend-builtin cryptodev-backend-lkcf cryptodev-vhost-user dbus-vmstate ' +
    'filter-buffer filter-dump filter-mirror filter-redirector filter-replay filter-rewriter input-barrier input-linux ' +
    'iommufd iothread main-loop memory-backend-epc memory-backend-file memory-backend-memfd memory-backend-ram ' +
    'memory-backend-shm monitor-hmp monitor-qmp pef-guest pr-manager-helper qtest rng-builtin rng-egd rng-random secret ' +
    'secret_keyring sev-guest sev-snp-guest thread-context s390-pv-guest tdx-guest throttle-group tls-creds-anon ' +
    'tls-creds-psk tls-creds-x509 tls-cipher-suites x-remote-object x-vfio-user-server'
  ).split(' '),
);
export const isObjectType = (type: string): boolean => OBJECT_TYPES.has(type);

type Read = Result<ObjectValue, string>;

/** @param texts what the option gives for the key; only lists look at more than the last */
export function readOptionValue({ name, type }: ObjectKey, texts: readonly string[]): Read {
  const text = texts.at(-1) ?? '';
  if (typeof type === 'object') return type.includes(text) ? ok(text) : err(doesNotAccept(name, text));
  switch (type) {
    case 'text':
      return ok(text);
    case 'boolean': {
      const value = parseBoolean(text);
      return value === undefined ? err(expectsText(name, "'on' or 'off'")) : ok(value);
    }
    case 'size': {
      const value = parseSize(text);
      return value.ok ? value : err(expectsText(name, 'a size value'));
    }
    case 'uint32': {
      const value = text.trimStart().startsWith('-') ? undefined : parseUnsigned(text);
      return value?.ok === true ? asUint32(name, value.value) : err(expectsText(name, 'a uint64 value'));
    }
    case 'host-nodes':
      return readHostNodes(name, texts);
  }
}

const asUint32 = (name: string, value: bigint): Read =>
  value < 2n ** 32n ? ok(value) : err(expectsText(name, 'uint32_t'));

const RANGE = /^([^-]+)(?:-([^-]+))?$/;
/** QEMU's own limit on the length of a range. */
const LONGEST_RANGE = 65_536n;

function readHostNodes(name: string, texts: readonly string[]): Read {
  const nodes: bigint[] = [];
  for (const text of texts) {
    const [, low = '', high = low] = RANGE.exec(text) ?? [];
    const first = parseUnsigned(low);
    const last = parseUnsigned(high);
    if (!first.ok || !last.ok || last.value < first.value || last.value - first.value >= LONGEST_RANGE) {
      return err(expectsText(name, 'a uint64 value or range'));
    }
    for (let node = first.value; node <= last.value; node += 1n) {
      if (node > 0xffffn) return err(expectsText('null', 'uint16_t'));
      nodes.push(node);
    }
  }
  return ok(nodes);
}

/** The same from a configuration file, where QEMU words two refusals differently (its keyval visitor). */
export function readConfigValue(key: ObjectKey, texts: readonly string[]): Read {
  const { name, type } = key;
  const text = texts.at(-1) ?? '';
  if (type === 'size') {
    const value = parseSize(text);
    return value.ok ? value : err(expectsText(name, 'size'));
  }
  if (type === 'uint32') {
    const value = parseUnsigned(text);
    return value.ok ? asUint32(name, value.value) : err(expectsText(name, 'integer'));
  }
  return readOptionValue(key, texts);
}

export function readJsonValue({ name, type }: ObjectKey, value: JsonValue): Read {
  const wrong = (expected: string): Read => err(`Invalid parameter type for '${name}', expected: ${expected}`);
  if (typeof type === 'object') {
    if (typeof value !== 'string') return wrong('string');
    return type.includes(value) ? ok(value) : err(doesNotAccept(name, value));
  }
  switch (type) {
    case 'text':
      return typeof value === 'string' ? ok(value) : wrong('string');
    case 'boolean':
      return typeof value === 'boolean' ? ok(value) : wrong('boolean');
    case 'size':
      return typeof value === 'bigint' ? ok(wrap64(value)) : err(expectsText(name, 'uint64'));
    case 'uint32':
      return typeof value === 'bigint' ? asUint32(name, wrap64(value)) : err(expectsText(name, 'uint64'));
    case 'host-nodes':
      return Array.isArray(value) ? readJsonNodes(name, value as readonly JsonValue[]) : wrong('array');
  }
}

function readJsonNodes(name: string, list: readonly JsonValue[]): Read {
  const nodes: bigint[] = [];
  for (const [index, value] of list.entries()) {
    if (typeof value !== 'bigint') return err(expectsText(`${name}[${index}]`, 'uint64'));
    if (value < 0n || value > 0xffffn) return err(expectsText('null', 'uint16_t'));
    nodes.push(value);
  }
  return ok(nodes);
}
