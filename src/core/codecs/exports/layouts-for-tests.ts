/** Layouts that several tests of exports speak about. */
import { layout } from '../../document/layout-builder';
import type { LayoutDocument } from '../../document/schema';
import { computePlan } from '../../plan/compute';
import type { Plan } from '../../plan/plan';
import { exporters } from '../exporters';

/** Two stacks of GPU memory beside 64 GiB of RAM, and a DIMM. */
export const twoStacks: LayoutDocument = layout()
  .title('Two stacks')
  .cpu('EPYC', { physBits: 48 })
  .ram('64G', { slots: 4, maxmem: '704G' })
  .node('64G')
  .node()
  .node()
  .specificPurpose('128G', { id: 'sp1', node: 1 })
  .specificPurpose('128G', { id: 'sp2', node: 2 })
  .dimm('8G', { id: 'dimm1', node: 0 })
  .build();

export const planOf = (document: LayoutDocument): Plan => computePlan(document, 0);

/** What a format makes of a layout; its complaint where it makes nothing. */
export function written(id: string, document: LayoutDocument): string {
  const file = exporters.find(id)?.write(planOf(document), document);
  if (file?.ok !== true) return file === undefined ? `no format ${id}` : file.error.message;
  if (typeof file.value.content !== 'string') throw new Error(`${id} is no text`);
  return file.value.content;
}
