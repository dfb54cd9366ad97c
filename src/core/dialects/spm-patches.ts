import { derive, type Dialect, type Patch, type SpmForm } from './dialect';
import { qemu11_1 } from './qemu-11.1';

const VERSIONS: readonly (readonly [SpmForm, Patch])[] = [
  ['spm-memory', { version: 9, known: 'in-part' }],
  ['spm-memory', { version: 8, known: 'read', listsNewestFirst: true, needsOwnNode: true }],
  ['memmap-type', { version: 7, known: 'change-log' }],
  ['memmap-type', { version: 6, known: 'change-log' }],
  ['memmap-type', { version: 5, known: 'run' }],
  ['spm', { version: 4, known: 'run' }],
  ['spm', { version: 3, known: 'run' }],
  ['spm', { version: 2, known: 'run' }],
  ['spm', { version: 1, known: 'run' }],
  ['hmem', { version: 0, known: 'read' }],
];

/**
 * QEMU 11.1 with a version of the patches for specific-purpose memory that were posted from December 2024 to June 2026 and not merged,
 * in place of sp-mem; the newest first. What each does with the table of memory is in `core/qemu/marking/rules`.
 */
export const spmPatches: readonly Dialect[] = VERSIONS.map(([spm, patch]) =>
  derive(qemu11_1, {
    id: `spm-v${patch.version}`,
    title: `SPM patch v${patch.version} (${spm})`,
    lacks: ['sp-mem'],
    spm,
    patch,
  }),
);
