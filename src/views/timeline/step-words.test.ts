import { describe, expect, it } from 'vitest';
import { dayOfResizing as sample } from '../../core/document/samples/day-of-resizing';
import { dayOfResizing } from '../../draw/timeline-for-tests';
import { spokenMoment, stepDelta, timeText } from './step-words';

const plug = (id: string) => ({ do: 'plug', device: { kind: 'pc-dimm', id, memdev: `${id}-memory` } }) as const;

const layout = sample.document;

describe('words of steps', () => {
  it('say what is done, with which size', () => {
    expect(stepDelta(plug('dimm1'), dayOfResizing, 1)).toBe('+ 8 GiB');
    expect(stepDelta({ do: 'unplug', device: 'dimm1' }, dayOfResizing, 3)).toBe('− 8 GiB');
    expect(stepDelta({ do: 'resize', device: 'vm0', requestedSize: 2 ** 32 }, dayOfResizing, 1)).toBe('→ 4 GiB');
  });

  it('say how it ended, for those who hear it', () => {
    expect(spokenMoment(dayOfResizing, 0, layout)).toBe('boot, before the first of 6 steps');
    expect(spokenMoment(dayOfResizing, 1, layout)).toBe(
      't1, plug dimm1, 8 GiB at 0x180000000: done. 8 GiB of 28 GiB in use',
    );
    expect(spokenMoment(dayOfResizing, 6, layout)).toBe(
      't6, plug dimm5, 4 GiB: refused by QEMU. 28 GiB of 28 GiB in use',
    );
  });

  it('give times in their two largest units', () => {
    expect([350, 90_000, 5_400_000, 72_000_000, 90_000_000].map(timeText)).toEqual([
      ...['350 ms', '1 min 30 s', '1 h 30 min', '20 h', '1 d 1 h'],
    ]);
  });
});
