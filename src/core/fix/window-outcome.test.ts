import { expect, it } from 'vitest';
import { GiB, MiB } from '../base/addr';
import { range } from '../base/range';
import { startUp } from '../qemu/startup';
import { dialectOf } from '../dialects/index';
import { windowOutcome } from './window-outcome';

const windowOf = (line: string) => windowOutcome(startUp(line.split(' '), { dialect: dialectOf('qemu-11.1') }));

it('lists devices and free pieces of the window in address order', () => {
  const window = windowOf(
    '-machine q35 -m 4G,maxmem=6G -object memory-backend-ram,id=b0,size=1G -device sp-mem,id=sp0,memdev=b0,addr=0x1a0000000',
  );
  expect(window).toEqual({
    range: range(6 * GiB, 8 * GiB),
    budget: 2 * GiB,
    pieces: [
      { range: range(6 * GiB, 6656 * MiB), kind: 'device-memory-window', name: 'free' },
      { range: range(6656 * MiB, 7680 * MiB), kind: 'soft-reserved', name: 'sp0', owner: 'devices.0' },
      { range: range(7680 * MiB, 8 * GiB), kind: 'device-memory-window', name: 'free' },
    ],
  });
});

it('is nothing without maxmem', () => {
  expect(windowOf('-machine q35 -m 4G')).toBeUndefined();
});
