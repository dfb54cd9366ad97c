import { expect, test } from 'vitest';
import { emptyDocument } from '../../core/document/defaults';
import { firstDocument } from '../../share/first-link';
import { documentFacts } from './document-facts';

test('what a layout has in it is told in one sentence', () => {
  expect(documentFacts(firstDocument)).toBe(
    '64 GiB of boot RAM, 4 memory devices, 5 memory backends (576 GiB), 5 NUMA nodes, 7 ranges of the host',
  );
});

test('of a machine and nothing else there is nothing to tell', () => {
  expect(documentFacts(emptyDocument())).toBe('');
});
