/**
 * Pages of what physmap itself looks at, in the order in which they are shown. They stand apart from the rules, so that what plans comes
 * without them: they are fetched when somebody reads them.
 */
import type { OwnPage } from '../rule-page';
import { barConflict } from './bar-conflict';
import { beyond48Bits } from './beyond-48-bits';
import { dimmBelowBlock } from './dimm-below-block';
import { dimmRefused } from './dimm-refused';
import { fleetGuestWider } from './fleet-guest-wider';
import { fleetTooNarrow } from './fleet-too-narrow';
import { guestStranded } from './guest-stranded';
import { hostPages } from './host';
import { hyperTransportUnreserved } from './hyper-transport-unreserved';
import { layoutPages } from './layout';
import { markPages } from './marking';
import { movedToOneTib } from './moved-to-one-tib';
import { nodeMixed } from './node-mixed';
import { nodeUnused } from './node-unused';
import { nodeWithoutMemory } from './node-without-memory';
import { pciWindowFull } from './pci-window-full';
import { pciWindowTooSmall } from './pci-window-too-small';
import { spmInterleaved } from './spm-interleaved';
import { spmLost } from './spm-lost';
import { spmMerged } from './spm-merged';
import { spmMigration } from './spm-migration';
import { spmUndone } from './spm-undone';
import { tablePages } from './table';
import { vendorOfHost } from './vendor-of-host';
import { windowStranded } from './window-stranded';

export const ownPages: readonly OwnPage[] = [
  ...layoutPages,
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
  movedToOneTib,
  vendorOfHost,
  spmMigration,
  guestStranded,
  windowStranded,
  spmInterleaved,
  nodeWithoutMemory,
  nodeUnused,
  ...tablePages,
  ...hostPages,
  ...markPages,
];
