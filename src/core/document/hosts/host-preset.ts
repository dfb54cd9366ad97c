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

/** E820 type numbers of ranges in presets. */
export const [RAM, RESERVED, SOFT_RESERVED] = [1, 2, 0xefff_ffff] as const;

/** What AMD CPUs with 40 address bits or more keep for HyperTransport. */
export const hyperTransport = { start: 0xfd_0000_0000, size: 0x3_0000_0000, type: RESERVED, title: 'HyperTransport' };
