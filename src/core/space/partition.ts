import type { Addr } from '../base/addr';
import type { Region } from './region';

/** Sorted, gapless, non-overlapping cover of `[0, limit)`. Only this folder builds one. */
export interface Partition {
  readonly limit: Addr;
  readonly regions: readonly Region[];
}
