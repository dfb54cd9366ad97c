import { expect, test } from 'vitest';
import { planOverTime } from '../../timeline/plan';
import { markExamples } from './mark-examples';

const layouts = markExamples.flatMap(({ rule, found, fine }) =>
  [...Object.entries(found), ...Object.entries(fine)].map(
    ([title, document]) => [`${rule}, ${title}`, document] as const,
  ),
);

test('some of the examples are warned of', () => {
  const warned = layouts.filter(([, document]) => planOverTime(document, 0).plan.verdict.warnings.length > 0);
  expect(warned.length).toBeGreaterThan(2);
});

test.each(layouts)('no word of a patched QEMU is lost between findings: %s', (_title, document) => {
  const { verdict, diagnostics } = planOverTime(document, 0).plan;
  const said = diagnostics.flatMap(({ qemu }) => (qemu === undefined ? [] : [qemu]));
  expect(verdict.warnings.filter((text) => !said.includes(text))).toEqual([]);
});

test.each(layouts)('findings lead to what the layout has: %s', (_title, document) => {
  const { diagnostics } = planOverTime(document, 0).plan;
  expect(diagnostics.filter(({ path }) => path?.includes('-1') === true)).toEqual([]);
});
