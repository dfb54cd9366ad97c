declare const brand: unique symbol;

/** A physical address, or the exclusive end of a range, in bytes. A plain number at run time. */
export type Addr = number & { readonly [brand]: 'Addr' };

/** A count of bytes. Unbranded, so that `end - start` is one without a cast. */
export type Bytes = number;

/** Physical addresses have at most 52 bits (Intel SDM vol. 3A, "4-level paging"); doubles are exact to 53. */
export const ADDR_LIMIT = 2 ** 52;

export const KiB = 2 ** 10;
export const MiB = 2 ** 20;
export const GiB = 2 ** 30;
export const TiB = 2 ** 40;
export const PiB = 2 ** 50;

/** Brands a number. Out of range means a bug here; input from outside is checked before this. */
export function addr(value: number): Addr {
  if (!Number.isInteger(value) || value < 0 || value > ADDR_LIMIT) {
    throw new RangeError(`not a physical address: ${value}`);
  }
  return value as Addr;
}

export const advance = (at: Addr, by: Bytes): Addr => addr(at + by);

/** The lowest multiple of `to` that is not below `at`. Remainders, since bitwise operators cut to 32 bits. */
export const alignUp = (at: Addr, to: Bytes): Addr => {
  const over = at % to;
  return over === 0 ? at : addr(at + (to - over));
};

/** The highest multiple of `to` that is not above `at`. */
export const alignDown = (at: Addr, to: Bytes): Addr => addr(at - (at % to));
