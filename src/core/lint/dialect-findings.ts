import { defaultDialect, dialects } from '../dialects/index';
import type { LayoutDocument } from '../document/schema';
import type { Diagnostic } from './diagnostic';

/** Says it loudly when a layout was made for a QEMU that this physmap does not know: what is drawn is then another one's answer. */
export function dialectFindings({ dialect }: LayoutDocument): Diagnostic[] {
  if (dialects.find(dialect) !== undefined) return [];
  return [
    {
      code: 'document/unknown-dialect',
      severity: 'error',
      what: `This layout is for ${dialect}, which is not planned here.`,
      where: 'The layout as a whole.',
      why: `What is shown is what ${defaultDialect.title} would do; another tree may place and announce memory differently.`,
      works: `Set the layout’s dialect to ${dialects.all.map(({ id }) => id).join(' or ')}, or open it with a newer physmap.`,
      path: 'dialect',
    },
  ];
}
