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
import { tableDuplicate } from './table-duplicate';
import { tableOverlap } from './table-overlap';
import { tablePastAddressBits } from './table-past-address-bits';
import { tableSameType } from './table-same-type';
import { tableTooManyEntries } from './table-too-many-entries';
import { tableUnaligned } from './table-unaligned';
import { tableUnknownType } from './table-unknown-type';
import { tableZeroLength } from './table-zero-length';

export const lintRules = registry<LintRule>([
  tableOverlap,
  tablePastAddressBits,
  hostShared,
  hostTooShort,
  hostNotThere,
  hostWrongKind,
  dimmBelowBlock,
  spmMerged,
  spmLost,
  spmUndone,
  tableSameType,
  tableDuplicate,
  tableZeroLength,
  tableUnaligned,
  tableTooManyEntries,
  hostNotContiguous,
  hostWrongNode,
  hostOtherKind,
  hostStranded,
  hostFree,
  tableUnknownType,
]);
