/** What QMP says: replies and events, with integers of any size. */
import type { JsonValue } from '../options/json';

/** Plain data whose integers are bigints where they may be large. */
export type Answer =
  string | number | bigint | boolean | null | readonly Answer[] | { readonly [key: string]: Answer | undefined };

export type ErrorClass = 'GenericError' | 'DeviceNotFound' | 'CommandNotFound';

/** The code is what an error is explained by; QEMU does not say it. */
export type Reply =
  | { readonly return: Answer }
  | { readonly error: { readonly class: ErrorClass; readonly desc: string }; readonly code?: string };

/** Name and data, as in the order of the monitor. */
export type QmpEvent = readonly [name: string, data: { readonly [key: string]: Answer | undefined }];

export const done = (value: Answer = {}): Reply => ({ return: value });
export const failed = (desc: string, kind: ErrorClass = 'GenericError'): Reply => ({ error: { class: kind, desc } });
/** An error that the rules explain. */
export const refused = (code: string, desc: string, kind?: ErrorClass): Reply => ({ ...failed(desc, kind), code });
/** What goes over the wire. */
export const wire = (reply: Reply): Answer => ('error' in reply ? { error: reply.error } : reply);
export const notFound = (name: string): Reply =>
  refused('device/not-found', `Device '${name}' not found`, 'DeviceNotFound');

/** The arguments of a command. */
export type Arguments = ReadonlyMap<string, JsonValue>;
