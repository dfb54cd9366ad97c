import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { range } from '../core/base/range';
import { fourApu } from '../core/document/samples/four-apu';
import { decodeLink, encodeLink } from './link';
import { readLeftOut, readView, viewKeys, type LinkView } from './view-keys';

const layout = await encodeLink(fourApu.document);
const view: LinkView = {
  sight: range(0x50_8000_0000, 0x70_8000_0000),
  scale: 'linear',
  unfolded: [0x99_8000_0000, 0x100_0000_0000],
  path: 'devices.2',
  bytes: range(0x50_8000_0000, 0x70_8000_0000),
  step: 3,
  thread: 'k3v9a0q2',
  comparison: { link: layout, name: 'rev A & “co”, 100 %', isFirst: true },
};

describe('the view in a link', () => {
  test('is read as it was written, and leaves the layout alone', async () => {
    const link = `http://127.0.0.1:4173/#${layout}${viewKeys(view)}`;
    expect(readView(link)).toEqual(view);
    expect(await decodeLink(link)).toEqual({ ok: true, value: fourApu.document });
    expect(link).toContain('&z=5080000000-707fffffff&scale=linear&');
  });

  test('is empty where nothing is looked at', () => {
    expect(viewKeys({})).toBe('');
    expect(viewKeys({ unfolded: [] })).toBe('');
    expect(readView(layout)).toEqual({});
    expect(readView('')).toEqual({});
  });

  test.each([
    'z=',
    'z=5-4',
    'z=0x5-0x6',
    'z=0-ffffffffffffff',
    'z=1',
    'scale=<b>',
    'open=',
    'open=1..2',
    `open=${Array.from({ length: 40 }, () => '1').join('.')}`,
    'sel=devices.2.',
    'sel=%00',
    'bytes=g-h',
    'step=-1',
    'step=1e9',
    'thread=ABC',
    'vs=%%%',
    'vs=',
    'later=1',
    '=',
    '&&&',
  ])('passes over what it does not know: %s', (key) => {
    expect(readView(`${layout}&${key}`)).toEqual({});
    expect(readView(`${layout}&step=2&${key}`)).toEqual({ step: 2 });
    expect(readView(`${layout}&${key}&later=1&step=2`)).toEqual(key.startsWith('step=') ? {} : { step: 2 });
  });

  test('is read from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('', layout), (text, front) => {
        readView(`${front}&${text}`);
        readLeftOut(`${front}&${text}`);
      }),
    );
  });
});
