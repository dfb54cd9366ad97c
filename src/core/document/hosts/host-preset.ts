import { size } from '../../base/range';
import { HYPER_TRANSPORT, RESERVED } from '../../base/e820';
import * as z from 'zod/mini';
import { hostSchema, type Host } from '../schema';

/** A host to plan on: real enough to start from, and honest about which of its numbers are public and which are assumed. */
export interface HostPreset {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly note: string;
  /** Where its numbers come from, and which of them are a model. The host that is used has it as `source`. */
  readonly source: string;
  readonly host: Host;
}

type Facts = Omit<z.input<typeof hostSchema>, 'title' | 'source'>;

/** Throws on a host that the schema refuses, which is a mistake in the preset. */
export function hostPreset(texts: Omit<HostPreset, 'host'>, facts: Facts): HostPreset {
  const { title, source } = texts;
  return { ...texts, host: z.parse(hostSchema, { title, source, ...facts }) };
}

/** What AMD CPUs with 40 address bits or more keep for HyperTransport. */
export const hyperTransport = {
  start: HYPER_TRANSPORT.start,
  size: size(HYPER_TRANSPORT),
  type: RESERVED,
  title: 'HyperTransport',
};
