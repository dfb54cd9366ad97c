import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Edit } from '../core/document/edit';
import { fourApu } from '../core/document/samples/four-apu';
import { beginThread } from '../core/review/edits';
import { DocumentHistory } from './history.svelte';

const at = fc.nat(4).map((index) => `devices.${index}`);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ op: fc.constant('remove' as const), path: at }),
  fc.record({ op: fc.constant('move' as const), path: at, to: fc.nat(3) }),
  fc.record({ op: fc.constant('set' as const), path: at.map((path) => `${path}.addr`), value: fc.nat() }),
);

it('threads are where they were after any edits and as many undos, and where they went after as many redos', () => {
  fc.assert(
    fc.property(fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (steps) => {
      const history = new DocumentHistory(fourApu.document);
      history.commit(
        [0, 1, 2, 3].flatMap((index) =>
          beginThread(history.current, { id: `t${index}`, path: `devices.${index}` }, { id: 'c', text: 'why?' }),
        ),
      );
      const begun = history.current.review;
      for (const edits of steps) history.commit(edits);
      const ended = history.current.review;
      while (history.current.review.threads.length > 0 && history.canUndo) history.undo();
      history.redo();
      expect(history.current.review).toBe(begun);
      while (history.canRedo) history.redo();
      expect(history.current.review).toBe(ended);
    }),
    { numRuns: 50 },
  );
});
