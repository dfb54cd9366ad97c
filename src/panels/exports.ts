/** What the export menu offers. The ids are those of the planner's exporters; exports.test.ts holds both tables together. */
export interface ExportChoice {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** The file of the plan that it writes; offered only where the plan has that file's bytes. */
  readonly file?: string;
  /** Offered only where the host's table is known. */
  readonly ofHost?: boolean;
  /** Starts a group. */
  readonly apart?: boolean;
}

export const exportChoices: readonly ExportChoice[] = [
  { id: 'layout-json', title: 'Layout', note: 'JSON that opens again as the same layout' },
  { id: 'command-line', title: 'QEMU command line' },
  { id: 'etc-e820', title: 'etc/e820', file: 'etc/e820', apart: true },
  { id: 'etc-reserved-memory-end', title: 'etc/reserved-memory-end', file: 'etc/reserved-memory-end' },
  { id: 'srat', title: 'SRAT', file: 'SRAT' },
  { id: 'slit', title: 'SLIT', file: 'SLIT' },
  { id: 'hmat', title: 'HMAT', file: 'HMAT' },
  { id: 'host-e820', title: 'Host E820', note: 'As bytes, like etc/e820', ofHost: true, apart: true },
  { id: 'host-e820-text', title: 'Host E820', note: 'As lines of a boot log', ofHost: true },
  { id: 'host-e820-json', title: 'Host E820 and what it backs', note: 'JSON', ofHost: true },
];
