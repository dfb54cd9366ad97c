/** What was said at a step, as it goes over the wire. */
import type { JsonValue } from '../options/json';
import { wire, type Answer } from '../runtime/reply';
import type { Sureness } from '../space/region';
import type { Said } from './instant';
import type { Heard } from './world';

/** QEMU's own spelling: a space behind each colon and comma; integers of any size. */
export function wireText(value: Answer | undefined): string {
  if (value === undefined) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(wireText).join(', ')}]`;
  const members = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [`${JSON.stringify(key)}: ${wireText(item)}`],
  );
  return `{${members.join(', ')}}`;
}

const isList = (value: object): value is readonly Answer[] => Array.isArray(value);

/** What was read of JSON, as plain data. */
export function answerOf(value: JsonValue): Answer {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, answerOf(item)]));
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(answerOf);
  if (typeof value === 'object' && value !== null && 'fraction' in value) return value.fraction;
  return value as Answer;
}

/** @param sure of what the guest does by itself */
export function saidOf(heard: Heard, sure: Sureness): Said {
  const modelled = sure === 'exact' ? {} : { sure };
  switch (heard.by) {
    case 'ask':
      return { by: 'ask', text: wireText(answerOf(heard.command)) };
    case 'reply':
      return {
        by: 'reply',
        text: wireText(wire(heard.reply)),
        ...('error' in heard.reply ? { isError: true } : {}),
      };
    case 'event': {
      const [event, data] = heard.event;
      const isOwn = event === 'RESET';
      return { by: 'event', text: wireText({ event, data }), ...(isOwn ? {} : modelled) };
    }
    case 'guest':
      return { by: 'guest', text: heard.text };
  }
}
