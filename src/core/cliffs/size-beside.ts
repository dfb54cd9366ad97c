/** Sizes on both sides of a cliff, which lie at round ones more often than not: `978 GiB + 1 MiB`. */
import { GiB, MiB, type Bytes } from '../base/addr';
import { formatSize } from '../base/size-text';

/** Up to here a number of MiB is read at a glance, and what lies beside a round size is said as that. */
const AT_A_GLANCE = 10 * GiB;
const BESIDE = 64 * MiB;

/** Exact: a round number of GiB and what is missing or over, where that is short. */
export function sizeBeside(bytes: Bytes): string {
  const round = Math.round(bytes / GiB) * GiB;
  const off = bytes - round;
  if (bytes < AT_A_GLANCE || off === 0 || Math.abs(off) > BESIDE) return formatSize(bytes);
  return `${formatSize(round)} ${off < 0 ? '−' : '+'} ${formatSize(Math.abs(off))}`;
}
