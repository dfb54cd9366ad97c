import type { RulePage } from './rule-page';

/** Every code that a finding can have, in the order of the rules. */
export const rulePages: readonly RulePage[] = [];
