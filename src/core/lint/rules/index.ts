/** Rules that look at a finished plan, in the order of their findings. */
import { registry } from '../../base/registry';
import type { LintRule } from '../rule';
import { dimmBelowBlock } from './dimm-below-block';
import { hostFree } from './host-free';
import { hostNotContiguous } from './host-not-contiguous';
import { hostNotThere } from './host-not-there';
import { hostOtherKind } from './host-other-kind';
import { hostShared } from './host-shared';
import { hostStranded } from './host-stranded';
import { hostTooShort } from './host-too-short';
import { hostWrongKind } from './host-wrong-kind';
import { hostWrongNode } from './host-wrong-node';
import { spmLost } from './spm-lost';
import { spmMerged } from './spm-merged';
import { spmUndone } from './spm-undone';

export const lintRules = registry<LintRule>([
  hostShared,
  hostTooShort,
  hostNotThere,
  hostWrongKind,
  dimmBelowBlock,
  spmMerged,
  spmLost,
  spmUndone,
  hostNotContiguous,
  hostWrongNode,
  hostOtherKind,
  hostStranded,
  hostFree,
]);
