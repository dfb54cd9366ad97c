import type { OwnPage } from '../rule-page';

export const spmMigration: OwnPage = {
  code: 'qemu/spm-not-migrated',
  severity: 'info',
  title: 'Migration leaves SPM behind',
  what: 'QEMU migrates the guest to the end, and the contents of its sp-mem devices are not in the stream.',
  why: 'Measured with QEMU 11.1.3: 4 GiB are sent for a guest with 4 GiB of RAM and 1 GiB of SPM, and 5 GiB with a DIMM in its place. Neither side says a word, and the guest goes on with empty memory. With a passed-through GPU the device itself decides whether migration is allowed at all.',
  works: 'Drain the memory before migrating, or do not migrate such guests.',
  sources: [{ project: 'qemu', version: '11.1.3', place: 'hw/mem/sp-mem.c, recorded migration' }],
};
