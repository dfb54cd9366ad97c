import { err, type Result } from '../base/result';
import type { LayoutDocument } from '../document/schema';
import { computePlan } from '../plan/compute';
import { exporters } from './exporters';
import type { Exported, FormatError } from './format';

/** Writes a layout in the format with this id. It is planned anew, so that a file never mixes two revisions. */
export function exportLayout(exporterId: string, document: LayoutDocument): Result<Exported, FormatError> {
  const exporter = exporters.find(exporterId);
  if (exporter !== undefined) return exporter.write(computePlan(document, 0), document);
  return err({
    code: 'export/unknown-format',
    message: `There is no format called ${exporterId}.`,
    works: `One of ${exporters.all.map(({ id }) => id).join(', ')}.`,
  });
}
