import { describe, expect, test } from 'vitest';
import { emptyDocument } from '../core/document/defaults';
import { fourApu } from '../core/document/samples/four-apu';
import type { LayoutDocument } from '../core/document/schema';
import { bareLayout, leftOutOfBare, staysInBare } from './bare-layout';

const told: LayoutDocument = {
  ...emptyDocument('q35'),
  title: 'Guest of Project X',
  backends: [
    { id: 'mem1', type: 'file', size: 2 ** 30, path: '/mnt/project-x/mem1' },
    { id: 'mem2', type: 'file', size: 2 ** 30, path: '/mnt/project-x/mem2' },
  ],
  options: [{ name: 'name', value: 'project-x' }],
  host: { title: 'rack 7', source: 'rack7.log', ranges: [], nodes: [], resources: [], dax: [] },
  fleet: [{ title: 'rack 8', physBits: 46 }],
  events: [{ do: 'reboot', title: 'Eve’s reboot' }],
  review: {
    threads: [
      {
        id: 'a',
        comments: [
          { id: 'b', by: 'Ada', text: 'why?' },
          { id: 'c', by: 'Ben', text: 'so.' },
        ],
      },
    ],
    waivers: [{ code: 'x', reason: 'known', by: 'Cleo' }],
  },
};

describe('a bare layout', () => {
  test('has no word that anybody said, and no name of who did; all else stays and is said to', () => {
    const bare = bareLayout(told, false);
    expect(bare).toEqual({ ...told, review: { threads: [], waivers: [] } });
    expect(leftOutOfBare(told)).toBe('2 comments and 1 waiver, with the names of who wrote them.');
    expect(staysInBare(bare)).toBe(
      'Sizes, settings, the title “Guest of Project X”, titles of hosts, the source of the host’s facts, titles of steps, ids, 2 paths of files, as /mnt/project-x/mem1 and options as typed.',
    );
  });

  test('has no titles, where they are not to be seen, and stays the same guest', () => {
    const bare = bareLayout(told, true);
    const text = JSON.stringify(bare);
    for (const word of ['Project X', 'rack', 'Eve', 'Ada', 'Ben', 'Cleo', 'why']) expect(text).not.toContain(word);
    expect(bare.fleet).toEqual([{ physBits: 46 }]);
    expect(bare.events).toEqual([{ do: 'reboot' }]);
    expect(staysInBare(bare)).toBe(
      'Sizes, settings, ids, 2 paths of files, as /mnt/project-x/mem1 and options as typed.',
    );
  });

  test('of what nobody has named or said anything of says that, too', () => {
    expect(leftOutOfBare(emptyDocument())).toBe('Nothing: there are no comments and no waivers.');
    expect(staysInBare(emptyDocument())).toBe('Sizes and settings.');
    expect(staysInBare(bareLayout(fourApu.document, true))).toBe('Sizes, settings and ids.');
  });
});
