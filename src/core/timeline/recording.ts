/** The steps of a layout carried out, one after the other, with moments kept from which any other is reached. */
import type { Diagnostic } from '../lint/diagnostic';
import type { Timeline } from '../space/timeline';
import type { Instant } from './instant';

export interface Recording {
  readonly timeline: Timeline;
  /** Of steps that are refused, or that the guest may refuse; at most as many as findings are told. */
  readonly findings: readonly Diagnostic[];
  /** @param moment 0 (boot) to the number of steps. Cost: the steps since the last kept moment. */
  instant(moment: number): Instant;
}
