import { expect, test } from 'vitest';
import { fourApu } from '../../core/document/samples/four-apu';
import { outlineKeeper } from './keep-equal';
import { sections } from './sections';

const { document } = fourApu;

test('an edit changes the rows that it is about and keeps the others the same objects', () => {
  const keep = outlineKeeper();
  const before = keep(sections(document, undefined));
  const edited = {
    ...document,
    backends: document.backends.map((backend) => (backend.id === 'hbm2' ? { ...backend, size: 2 ** 30 } : backend)),
  };
  const after = keep(sections(edited, undefined));
  expect(after).toEqual(sections(edited, undefined).map((section) => expect.objectContaining({ rows: section.rows })));
  const changed = after.flatMap(({ rows }) => rows).filter((row) => !before.some(({ rows }) => rows.includes(row)));
  expect(changed.map(({ name }) => name).sort()).toEqual(['hbm2', 'sp2']);
});

test('the same layout gives the same sections', () => {
  const keep = outlineKeeper();
  const before = keep(sections(document, undefined));
  const after = keep(sections(document, undefined));
  expect(after.every((section, index) => section === before[index])).toBe(true);
});
