import { describe, expect, it } from 'vitest';
import { GiB, MiB } from '../core/base/addr';
import { emptyDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { computePlan } from '../client/inline-planner';
import { refusalOf, refusalSentence } from './refusal';

interface Asked {
  readonly first?: number;
  readonly second?: number;
  readonly size?: number;
  readonly maxmem?: number;
}

/** 4 GiB of RAM and two devices of specific-purpose memory. */
const layout = ({ first, second, size = GiB, maxmem = 6 * GiB }: Asked): LayoutDocument => ({
  ...emptyDocument(),
  memory: { size: 4 * GiB, maxmem },
  backends: [
    { id: 'b0', type: 'ram', size },
    { id: 'b1', type: 'ram', size: GiB },
  ],
  devices: [
    { kind: 'sp-mem', id: 'sp0', memdev: 'b0', ...(first === undefined ? {} : { addr: first }) },
    { kind: 'sp-mem', id: 'sp1', memdev: 'b1', ...(second === undefined ? {} : { addr: second }) },
  ],
});
const sentence = (document: LayoutDocument) => refusalSentence(computePlan(document, 1), document);

describe('a refusal in one sentence', () => {
  it.each<[string, Asked, string]>([
    [
      'a window in pieces',
      { first: 0x1a0000000 },
      'sp1 needs 1 GiB in one piece. 1 GiB of the window is free, at most 512 MiB in one piece.',
    ],
    [
      'too little room',
      { maxmem: 5 * GiB },
      'The memory devices need 2 GiB together, and maxmem leaves 1 GiB for them.',
    ],
    [
      'a place that is taken',
      { first: 0x180000000, second: 0x190000000 },
      'sp1 would lie at 0x190000000-0x1cfffffff, and sp0 lies at 0x180000000-0x1bfffffff.',
    ],
    ['an address between pages', { first: 0x180100000 }, '0x180100000 lies 1 MiB past a multiple of 2 MiB.'],
    [
      'an address outside the window',
      { first: 0x400000000 },
      'sp0 would lie at 0x400000000-0x43fffffff, and the window is 0x180000000-0x1ffffffff.',
    ],
    ['an odd size', { size: 3 * MiB }, 'The backend’s size is no multiple of its alignment.'],
  ])('%s', (_name, asked, words) => {
    expect(sentence(layout(asked))).toBe(words);
  });

  it('says where layout and CPU end', () => {
    const document: LayoutDocument = {
      ...emptyDocument(),
      cpu: { model: 'Skylake-Server', physBits: 36, features: [] },
      memory: { size: 4 * GiB, slots: 8, maxmem: 32 * GiB },
    };
    expect(sentence(document)).toBe('The layout ends at 74 GiB. A CPU with 36 address bits ends at 64 GiB.');
    expect(refusalOf(computePlan(document, 1))?.code).toBe('machine/phys-bits-too-low');
  });

  it('is none where QEMU starts', () => {
    expect(sentence(emptyDocument())).toBeUndefined();
  });
});
