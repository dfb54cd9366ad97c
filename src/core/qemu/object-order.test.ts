import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import recorded from '../../fixtures/qemu-11.1/recorded.json';
import { deviceOrder, hashTableOrder } from './object-order';

interface RecordedCase {
  readonly id: string;
  readonly args: readonly string[];
  readonly srat_mem: readonly { readonly base: string; readonly flags: number }[] | null;
}

const recordedOrders = (recorded as readonly RecordedCase[]).filter(({ id }) => id.startsWith('nvdimm-order-'));

/** Ids of the `-device` options; all of them nvdimms of 64 MiB that lie one behind the other. */
const idsOf = (args: readonly string[]): (string | undefined)[] =>
  args.flatMap((arg, at) => (args[at - 1] === '-device' ? [/,id=([^,]+)/.exec(arg)?.[1]] : []));

describe('the order of objects', () => {
  it('is that of the NVDIMM entries of recorded tables', () => {
    expect(recordedOrders.length).toBeGreaterThan(5);
    for (const { id, args, srat_mem: entries } of recordedOrders) {
      const order = (entries ?? [])
        .filter(({ flags }) => flags === 5)
        .map(({ base }) => Number((BigInt(base) - 0x100000000n) / 0x4000000n));
      expect({ id, order: deviceOrder(idsOf(args)) }).toEqual({ id, order });
    }
  });

  it('puts devices without id behind those with one', () => {
    expect(deviceOrder([undefined, 'a', undefined]).slice(0, 1)).toEqual([1]);
  });

  it('keeps every name', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 200 }), (names) => {
        expect([...hashTableOrder(names)].sort()).toEqual([...names].sort());
      }),
    );
  });
});
