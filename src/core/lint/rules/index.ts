/** Rules that look at a finished plan, in the order of their findings. */
import { registry } from '../../base/registry';
import type { LintRule } from '../rule';
import { barConflict } from './bar-conflict';
import { beyond48Bits } from './beyond-48-bits';
import { dimmBelowBlock } from './dimm-below-block';
import { dimmRefused } from './dimm-refused';
import { fleetGuestWider } from './fleet-guest-wider';
import { fleetTooNarrow } from './fleet-too-narrow';
import { guestStranded } from './guest-stranded';
import { hostFree } from './host-free';
import { hostNotContiguous } from './host-not-contiguous';
import { hostNotThere } from './host-not-there';
import { hostOtherKind } from './host-other-kind';
import { hostShared } from './host-shared';
import { hostStranded } from './host-stranded';
import { hostTooShort } from './host-too-short';
import { hostWrongKind } from './host-wrong-kind';
import { hostWrongNode } from './host-wrong-node';
import { hyperTransportUnreserved } from './hyper-transport-unreserved';
import { markAfterMove } from './mark-after-move';
import { markFailed } from './mark-failed';
import { markIgnored } from './mark-ignored';
import { markMisplaced } from './mark-misplaced';
import { markMixedNode } from './mark-mixed-node';
import { markUnusedBackend } from './mark-unused-backend';
import { movedToOneTib } from './moved-to-one-tib';
import { nodeMixed } from './node-mixed';
import { nodeUnused } from './node-unused';
import { nodeWithoutMemory } from './node-without-memory';
import { pciWindowFull } from './pci-window-full';
import { pciWindowInSpm } from './pci-window-in-spm';
import { pciWindowTooSmall } from './pci-window-too-small';
import { spmInterleaved } from './spm-interleaved';
import { spmLost } from './spm-lost';
import { spmMerged } from './spm-merged';
import { spmMigration } from './spm-migration';
import { spmUndone } from './spm-undone';
import { tableDuplicate } from './table-duplicate';
import { tableOverlap } from './table-overlap';
import { tablePastAddressBits } from './table-past-address-bits';
import { tableSameType } from './table-same-type';
import { tableTooManyEntries } from './table-too-many-entries';
import { tableUnaligned } from './table-unaligned';
import { tableUnknownType } from './table-unknown-type';
import { tableZeroLength } from './table-zero-length';
import { vendorOfHost } from './vendor-of-host';
import { windowStranded } from './window-stranded';

export const lintRules = registry<LintRule>([
  tableOverlap,
  markFailed,
  markMisplaced,
  markAfterMove,
  markUnusedBackend,
  pciWindowInSpm,
  tablePastAddressBits,
  hostShared,
  hostTooShort,
  hostNotThere,
  hostWrongKind,
  dimmBelowBlock,
  dimmRefused,
  barConflict,
  pciWindowTooSmall,
  fleetTooNarrow,
  spmMerged,
  spmLost,
  spmUndone,
  hyperTransportUnreserved,
  beyond48Bits,
  fleetGuestWider,
  pciWindowFull,
  nodeMixed,
  markMixedNode,
  markIgnored,
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
  movedToOneTib,
  vendorOfHost,
  spmMigration,
  guestStranded,
  windowStranded,
  spmInterleaved,
  nodeWithoutMemory,
  nodeUnused,
  tableUnknownType,
]);
