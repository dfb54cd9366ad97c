/** What the export menu offers: what is wanted most. All formats are in the dialog, whose long table comes with it. */
import type { ExportContext } from '../core/codecs/format';

export interface ExportChoice {
  readonly id: string;
  readonly title: string;
  /** The file of the plan that it writes; offered only where the plan has that file's bytes. */
  readonly file?: string;
  /** What of the page it needs before it can be written. */
  readonly needs?: readonly (keyof ExportContext)[];
}

/** The ids are those of the planner's exporters; exports.test.ts holds both together. */
export const mostWanted: readonly ExportChoice[] = [
  { id: 'layout-json', title: 'Layout' },
  { id: 'command-line', title: 'QEMU command line' },
  { id: 'etc-e820', title: 'etc/e820', file: 'etc/e820' },
  { id: 'all-files', title: 'All files (zip)', file: 'etc/e820' },
  { id: 'svg', title: 'Picture (SVG)', needs: ['picture'] },
  { id: 'report-html', title: 'Report (HTML)', needs: ['picture', 'link', 'comparedWith'] },
];
