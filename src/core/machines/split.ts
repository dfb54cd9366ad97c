export const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** `2.5 GiB`, cut to three decimals. */
export const inGiB = (value: bigint): string => `${Number(((value * 1000n) / 2n ** 30n).toString()) / 1000} GiB`;

/** All of it below where it stays under `low`; else `low` bytes below and the rest above (common to every PC machine). */
export const splitAt = (ram: bigint, low: bigint): { readonly below: bigint; readonly above: bigint } =>
  ram >= low ? { below: low, above: ram - low } : { below: ram, above: 0n };
