/** Pages of codes that no rule has: about a layout as a whole. */
import type { OwnPage } from '../rule-page';

export const layoutPages: readonly OwnPage[] = [
  {
    code: 'document/unknown-dialect',
    severity: 'error',
    title: 'A QEMU that this physmap does not know',
    what: 'The layout names a QEMU version or tree that is not planned here.',
    why: 'What is shown is what another QEMU would do, which may place and announce memory differently.',
    works: 'A dialect that this physmap has, or a newer physmap.',
    sources: [],
  },
];
