import { expect, test } from 'vitest';
import { GiB } from '../base/addr';
import type { LayoutEvent } from '../document/schema';
import { layoutWith, plugDimm, recorded } from './for-tests';

test('whichever moment is asked for after which, it is the same', () => {
  const events = Array.from({ length: 600 }, (_, index): LayoutEvent => {
    const id = `d${Math.floor(index / 2) % 3}`;
    return index % 2 === 0 ? plugDimm(id, GiB) : { do: 'unplug', device: id, answer: 'agrees', dropsBackend: true };
  });
  const document = layoutWith(events);
  const { recording } = recorded(document);
  const inOrder = recorded(document).recording;
  const wanted = [600, 599, 598, 583, 582, 17, 16, 15, 300, 301, 257, 256, 255, 0, 1, 512, 513, 600, 9_999];
  const known = new Map([...new Set(wanted)].sort((a, b) => a - b).map((each) => [each, inOrder.instant(each)]));
  for (const moment of wanted) expect(recording.instant(moment)).toEqual(known.get(moment));
});
