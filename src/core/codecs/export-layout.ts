import { err, type Result } from '../base/result';
import type { LayoutDocument } from '../document/schema';
import { planOverTime } from '../timeline/plan';
import { exporters } from './exporters';
import type { ExportContext, Exported, FormatError } from './format';

/** Writes a layout in the format with this id. It is planned anew, so that a file never mixes two revisions. */
export function exportLayout(
  exporterId: string,
  document: LayoutDocument,
  context?: ExportContext,
): Result<Exported, FormatError> {
  const exporter = exporters.find(exporterId);
  if (exporter !== undefined) return exporter.write(planOverTime(document, 0).plan, document, context);
  return err({
    code: 'export/unknown-format',
    message: `There is no format called ${exporterId}.`,
    works: `One of ${exporters.all.map(({ id }) => id).join(', ')}.`,
  });
}
