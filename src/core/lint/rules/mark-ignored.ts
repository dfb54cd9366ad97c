import type { LintRule } from '../rule';
import { MOST_FINDINGS } from './naming';

/** Marks that a patched QEMU takes and does nothing with. */
export const markIgnored: LintRule = {
  id: 'marking/ignored',
  check({ document, startup }) {
    const { numa, marking, refusals } = startup;
    if (refusals.length > 0) return [];
    return (numa?.nodes ?? [])
      .filter(({ mark, memdev }) => mark !== undefined && (memdev === undefined || marking === undefined))
      .slice(0, MOST_FINDINGS)
      .map(({ id }) => {
        const index = document.nodes.findIndex((node) => node.id === id);
        const path = `nodes.${index}`;
        return {
          code: 'marking/ignored',
          severity: 'warning' as const,
          what: `Node ${id} is marked, and nothing comes of it.`,
          where: `Node ${id}.`,
          why:
            marking === undefined
              ? 'This machine makes its table elsewhere, and takes the mark without a word.'
              : 'It has no memdev, and this version of the patch leaves such nodes out.',
          works: marking === undefined ? 'A machine of type q35 or pc.' : 'A backend for the node, or no mark.',
          path,
          fixes: [
            {
              title: `Take the mark off node ${id}`,
              edits: [{ op: 'set' as const, path: `${path}.mark`, value: undefined }],
            },
          ],
        };
      });
  },
};
