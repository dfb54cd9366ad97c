/** What the export menu offers. The ids are those of the planner's exporters; exports.test.ts holds both tables together. */
export interface ExportChoice {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** Exists only in a plan that has tables. */
  readonly needsTables?: boolean;
  /** Starts a group. */
  readonly apart?: boolean;
}

export const exportChoices: readonly ExportChoice[] = [
  { id: 'layout-json', title: 'Layout as JSON', note: 'Opens again as the same layout' },
  { id: 'etc-e820', title: 'etc/e820', note: 'The bytes that the firmware reads', needsTables: true, apart: true },
  { id: 'etc-reserved-memory-end', title: 'etc/reserved-memory-end', needsTables: true },
  { id: 'srat', title: 'SRAT', needsTables: true },
];
