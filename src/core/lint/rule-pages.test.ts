import { describe, expect, test } from 'vitest';
import messages from '../../fixtures/qemu-11.1/messages.json?raw';
import recorded from '../../fixtures/qemu-11.1/recorded.json?raw';
import recordedFound from '../../fixtures/qemu-11.1/recorded-found.json?raw';
import recordedMore from '../../fixtures/qemu-11.1/recorded-more.json?raw';
import { isMessage } from '../base/message-pattern';
import { defaultDialect } from '../dialects/index';
import { emptyDocument } from '../document/defaults';
import { stepPages } from '../timeline/pages';
import { planOverTime } from '../timeline/plan';
import { startUp } from '../qemu/startup';
import { dialectFindings } from './dialect-findings';
import { EXPLANATIONS } from './explanations';
import { ownPages } from './pages/index';
import type { RulePage } from './rule-page';
import { pageOf, rulePages } from './rule-pages';
import { ruleExamples } from './rules/examples';
import { lintRules } from './rules/index';

interface RecordedCase {
  readonly id: string;
  readonly args: readonly string[];
  readonly error: string | null;
  readonly warnings: readonly string[];
}
const cases = [recorded, recordedMore, recordedFound].flatMap((text) => JSON.parse(text) as RecordedCase[]);

const textsOf = ({ message, furtherMessages = [] }: RulePage): readonly string[] =>
  message === undefined ? [] : [message, ...furtherMessages];
const says = (page: RulePage | undefined, text: string): boolean =>
  page !== undefined && textsOf(page).some((pattern) => isMessage(pattern, text));

test('each code has one page, with all its parts in whole sentences', () => {
  expect(new Set(rulePages.map(({ code }) => code)).size).toBe(rulePages.length);
  for (const page of rulePages) {
    expect(page.title, page.code).toMatch(/^[\p{L}\d-]/u);
    expect(page.title, page.code).not.toMatch(/[.!]$/);
    for (const part of [page.what, page.why, page.works]) expect(part, page.code).toMatch(/^[\p{L}\d-].*[.!]$/su);
    if (page.author === 'qemu') expect(page.sources.length, page.code).toBeGreaterThan(0);
  }
});

test('every explanation of QEMU’s words has its page', () => {
  const pages = rulePages.filter(({ author }) => author === 'qemu').map(({ code }) => code);
  // What only steps can be told is explained by its page itself, and nowhere else.
  const ofSteps = stepPages.filter(({ author }) => author === 'qemu').map(({ code }) => code);
  expect(pages.toSorted()).toEqual([...Object.keys(EXPLANATIONS), ...ofSteps].sort());
});

describe('QEMU’s messages', () => {
  test.each(JSON.parse(messages) as string[])('%s', (text) => {
    expect(rulePages.filter((page) => says(page, text)).map(({ code }) => code)).not.toEqual([]);
  });

  test('those of every recorded case are explained under the code that physmap finds', () => {
    const unexplained = new Set<string>();
    for (const { id, args, error, warnings } of cases) {
      const startup = startUp(args, { dialect: defaultDialect });
      const [refusal] = startup.refusals;
      const said = [
        ...(error === null || refusal === undefined ? [] : [{ code: refusal.code, text: error }]),
        ...startup.warnings.filter(({ text }) => warnings.includes(text)),
      ];
      for (const { code, text } of said) {
        if (!says(pageOf(code), text)) unexplained.add(`${code}: ${text} (${id})`);
      }
    }
    expect([...unexplained]).toEqual([]);
  });

  test('no code that can be refused under lacks a page', () => {
    const sources = import.meta.glob(['../{qemu,devices}/**/*.ts', '!../**/*.test.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    }) as Readonly<Record<string, string>>;
    const codes = Object.values(sources).flatMap((text) =>
      [...text.matchAll(/(?:code: |refus\w*\(\s*|warning\(\s*|\bat\()'([a-z0-9-]+\/[a-z0-9-]+)'/g)].map(
        ([, code = '']) => code,
      ),
    );
    expect(codes.length).toBeGreaterThan(80);
    expect([...new Set(codes)].filter((code) => pageOf(code) === undefined)).toEqual([]);
  });
});

test('each rule has one page, and no page of physmap’s own is of anything else than a rule or the layout’s dialect', () => {
  const unknown = dialectFindings({ ...emptyDocument(), dialect: 'qemu-0.1' }).map(({ code }) => code);
  expect(unknown).toHaveLength(1);
  expect(ownPages.map(({ code }) => code).toSorted()).toEqual(
    [...unknown, ...lintRules.all.map(({ id }) => id)].toSorted(),
  );
});

test('no page is of a code that nothing can have', () => {
  const sources = import.meta.glob(
    ['../{qemu,devices,runtime,timeline}/**/*.ts', '!../timeline/pages.ts', '!../**/*.test.ts'],
    { query: '?raw', import: 'default', eager: true },
  ) as Readonly<Record<string, string>>;
  const written = Object.values(sources).join('\n');
  const others = rulePages.filter(({ code }) => !ownPages.some((page) => page.code === code)).map(({ code }) => code);
  expect(others.length).toBeGreaterThan(80);
  // The misspelling of an option has the option's own code, made of its name.
  const unknown = others.filter((code) => !written.includes(`'${code}'`) && !code.endsWith('/syntax'));
  // What QEMU says of a host is found by pasting it alone: no layout can tell.
  expect(unknown).toEqual(['memory/no-host-memory']);
});

test('every code that the examples of the rules produce has a page', () => {
  const codes = new Set(
    ruleExamples.flatMap(({ found }) =>
      Object.values(found).flatMap((document) => planOverTime(document, 0).plan.diagnostics.map(({ code }) => code)),
    ),
  );
  expect([...codes].filter((code) => pageOf(code) === undefined)).toEqual([]);
});

test('no finding of a rule’s examples is graver than its page says', () => {
  const rank = { info: 0, warning: 1, error: 2 } as const;
  const graver = ruleExamples.flatMap(({ rule, found }) =>
    Object.values(found).flatMap((document) =>
      planOverTime(document, 0).plan.diagnostics.filter(
        ({ code, severity }) => code.startsWith(rule) && rank[severity] > rank[pageOf(code)?.severity ?? 'info'],
      ),
    ),
  );
  expect(graver.map(({ code, severity }) => `${code}: ${severity}`)).toEqual([]);
});
