/** JSON as QEMU reads it, written again on one line. */
import type { JsonValue } from '../../options/json';

export function jsonLine(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Map) {
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${jsonLine(item as JsonValue)}`).join(',')}}`;
  }
  if ('fraction' in value) return String(value.fraction);
  return `[${(value as readonly JsonValue[]).map(jsonLine).join(',')}]`;
}

/** The same text for the same value, whatever the order of keys. */
export function sortedLine(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return jsonLine(value);
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, JsonValue>)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sortedLine(item)}`).join(',')}}`;
  }
  return 'fraction' in value ? jsonLine(value) : `[${(value as readonly JsonValue[]).map(sortedLine).join(',')}]`;
}
