/** What patched QEMUs print that were never merged. */
import type { QemuPage } from './qemu-page';

const place = 'hw/i386/pc.c, pc_memory_init, not merged';

export const markingPages: Readonly<Record<string, QemuPage>> = {
  'marking/warned': {
    title: 'Marked memory that a patch did not find',
    version: 'patches v2 to v7',
    place,
    messages: [
      'warning: Failed to update E820 entry for SPM at 0x… length 0x…',
      'warning: Failed to update E820 entry for SPM node … at 0x… length 0x…',
      'warning: Failed to update E820 entry for node … at 0x… length 0x…',
      'warning: SPM node … spans 4GB boundary, using address above 4GB',
    ],
  },
  'device/node-mixed': {
    title: 'SPM device on a node with other memory',
    version: 'patch v8',
    place: 'hw/mem/spm-memory.c, not merged',
    messages: [
      'spm-memory: NUMA node … already has memory attached via -numa node,memdev=; SPM nodes must be SPM-only',
      'spm-memory: NUMA node … already has another memory device plugged; SPM nodes must be SPM-only',
    ],
  },
  'marking/spans-hole': {
    title: 'A marked node across the hole below 4 GiB',
    version: 'patches v4 to v7',
    place,
    messages: [
      'SPM node … spans across 4GB boundary, this configuration is not supported',
      'NUMA node … with memmap-type spans across 4GB boundary, not supported',
    ],
  },
};
