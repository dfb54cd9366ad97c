/** What QMP says: replies and events, with integers of any size. */
import type { JsonValue } from '../options/json';

/** Plain data whose integers are bigints where they may be large. */
export type Answer =
  string | number | bigint | boolean | null | readonly Answer[] | { readonly [key: string]: Answer | undefined };

export type ErrorClass = 'GenericError' | 'DeviceNotFound' | 'CommandNotFound';

export type Reply =
  { readonly return: Answer } | { readonly error: { readonly class: ErrorClass; readonly desc: string } };

/** Name and data, as in the order of the monitor. */
export type QmpEvent = readonly [name: string, data: { readonly [key: string]: Answer | undefined }];

export const done = (value: Answer = {}): Reply => ({ return: value });
export const failed = (desc: string, kind: ErrorClass = 'GenericError'): Reply => ({ error: { class: kind, desc } });
export const notFound = (name: string): Reply => failed(`Device '${name}' not found`, 'DeviceNotFound');

/** The arguments of a command. */
export type Arguments = ReadonlyMap<string, JsonValue>;
