/** Reasons of table entries: the region's own reason, and what the table adds to it. */
import type { Addr } from '../../base/addr';
import type { Partition } from '../../space/partition';
import type { Citation, Provenance, ReasonStep, Region } from '../../space/region';

/** The region that holds `at`; partitions cover their space, so there is one below the limit. */
export function regionAt({ regions }: Partition, at: number): Region | undefined {
  let low = 0;
  let high = regions.length - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const region = regions[middle];
    if (region === undefined) return undefined;
    if (at < region.range.start) high = middle - 1;
    else if (at >= region.range.end) low = middle + 1;
    else return region;
  }
  return undefined;
}

/** The reason of the bytes at `at`, continued by what a table says of them. */
export function reasonAt(partition: Partition, at: Addr, rule: string, added: ReasonStep, cite: Citation): Provenance {
  const region = regionAt(partition, at);
  return { rule, steps: [...(region?.why.steps ?? []), added], cite };
}
