/** Commands with their replies, and events where they came, in the order of the log. */
import type { JsonValue } from '../../options/json';
import { sortedLine } from './json-value';
import type { Message } from './messages';

export type Asked = Extract<Message, { is: 'command' }>;
export type Answered = Extract<Message, { is: 'reply' | 'error' }>;
export type Told = Extract<Message, { is: 'event' }>;

export interface Exchange {
  readonly asked: Asked;
  /** Absent where the log ends before it. */
  answered?: Answered;
}

export type Entry = { readonly exchange: Exchange } | { readonly told: Told };

/** A reply without command, as in the middle of a log. */
export interface Paired {
  readonly entries: readonly Entry[];
  readonly strayReplies: readonly Answered[];
}

/** Replies come in the order of their commands, unless both bear an id (docs/interop/qmp-spec.rst). */
export function paired(messages: readonly Message[]): Paired {
  const entries: Entry[] = [];
  const strayReplies: Answered[] = [];
  const byId = new Map<string, Exchange>();
  const open: Exchange[] = [];
  let next = 0;
  for (const message of messages) {
    if (message.is === 'command') {
      const exchange: Exchange = { asked: message };
      entries.push({ exchange });
      if (message.id === undefined) open.push(exchange);
      else byId.set(keyOf(message.id), exchange);
    } else if (message.is === 'event') entries.push({ told: message });
    else if (message.is !== 'greeting') {
      const key = message.id === undefined ? undefined : keyOf(message.id);
      const exchange = key === undefined ? open[next] : byId.get(key);
      if (exchange === undefined) strayReplies.push(message);
      else exchange.answered = message;
      if (key === undefined) next += exchange === undefined ? 0 : 1;
      else byId.delete(key);
    }
  }
  return { entries, strayReplies };
}

const keyOf = (id: JsonValue): string => sortedLine(id);
