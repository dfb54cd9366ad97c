import { describe, expect, it } from 'vitest';
import { startUp } from '../qemu/startup';
import { dialectOf, dialects } from './index';

const SPM = ['-machine', 'q35', '-m', '4G,maxmem=8G', '-object', 'memory-backend-ram,id=h,size=1G'];
const withSpm = [...SPM, '-device', 'sp-mem,id=sp1,memdev=h'];

describe('a QEMU before 11.1', () => {
  const dialect = dialectOf('qemu-11.0');
  const refusalOf = (args: readonly string[]) => startUp(args, { dialect }).refusals[0]?.text;

  it('has no device for specific-purpose memory', () => {
    expect(refusalOf(withSpm)).toBe("-device sp-mem,id=sp1,memdev=h: 'sp-mem' is not a valid device model name");
    expect(startUp(withSpm).refusals).toEqual([]);
  });

  it('means its own newest machine by a short name, and does not know a newer one', () => {
    expect(startUp(['-machine', 'q35'], { dialect }).machine?.version.id).toBe('pc-q35-11.0');
    expect(refusalOf(['-machine', 'pc-q35-11.1'])).toContain('unsupported machine type');
    expect(refusalOf(['-machine', 'pc-q35-10.0'])).toBeUndefined();
    expect(refusalOf(['-machine', 'microvm'])).toBeUndefined();
  });
});

describe('the table of dialects', () => {
  it('plans a layout of an unknown QEMU for the newest one', () => {
    expect(dialectOf('qemu-99').id).toBe('qemu-11.1');
  });

  it.each(dialects.all)('$id names a machine version and devices that the twin knows', ({ newestMachine, lacks }) => {
    expect(startUp(['-machine', `pc-q35-${newestMachine}`]).refusals).toEqual([]);
    for (const driver of lacks) expect(startUp([...SPM, '-device', `${driver},memdev=h`]).refusals).toEqual([]);
  });
});
