/** Rules that look at a finished plan, in the order of their findings. */
import { registry } from '../../base/registry';
import type { LintRule } from '../rule';

export const lintRules = registry<LintRule>([]);
