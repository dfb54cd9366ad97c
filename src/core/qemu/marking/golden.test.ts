/** Every recorded case of the patches that marked boot memory, in every recorded field. */
import { describe, expect, it } from 'vitest';
import recordedText from '../../../fixtures/dialects/recorded.json?raw';
import type { Json } from '../../codecs/json-text';
import { predict } from '../../codecs/prediction';
import { splitShellWords } from '../../codecs/shell-words';

interface Expected {
  readonly starts: boolean;
  readonly messages: readonly (readonly [severity: string, text: string | null])[];
  readonly e820: readonly (readonly [base: number, length: number, type: number])[] | null;
  readonly marked?: Json;
  readonly marked_as_asked?: boolean;
  readonly overlaps?: Json;
  readonly srat_nodes_absent?: readonly number[];
}

interface Recorded {
  readonly id: string;
  readonly cmdline: string;
  readonly derived: {
    readonly base_e820: Json;
    readonly base_srat_memory: readonly (readonly [node: number, base: number, length: number, flags: number])[];
  };
  readonly expected: Readonly<Record<string, Expected>>;
}

const { dialects } = JSON.parse(recordedText) as { dialects: Readonly<Record<string, readonly Recorded[]>> };

/** `v6_v7` stands for both. */
const cases = Object.values(dialects).flatMap((all) =>
  all.flatMap((one) =>
    Object.entries(one.expected).flatMap(([versions, expected]) =>
      versions.split('_').map((version) => ({ one, version, expected })),
    ),
  ),
);

function wordsOf(cmdline: string): readonly string[] {
  const split = splitShellWords(cmdline);
  if (!split.ok) throw new Error(split.error.message);
  return split.value.words.map(({ text }) => text);
}

const SPLIT = /max[-_]ram[-_]below[-_]4g|RAM below the 4GiB boundary/;

const asNumbers = (rows: readonly (readonly [string, string, number])[] | undefined): Json =>
  rows?.map(([base, length, type]) => [Number(base), Number(length), type]) ?? null;

function differences({ one, version, expected }: (typeof cases)[number]): readonly string[] {
  const args = wordsOf(one.cmdline);
  const answer = predict({ id: one.id, args, dialect: `spm-${version}` }, args);
  const found: string[] = [];
  const compare = (field: string, want: unknown, got: unknown) => {
    if (JSON.stringify(want) !== JSON.stringify(got)) {
      found.push(
        `${one.id} ${version} ${field}\n  ${JSON.stringify(want)}\n  ${JSON.stringify(got)}\n  ${one.cmdline}`,
      );
    }
  };
  compare('starts', expected.starts, answer.ok);
  compare('e820', expected.e820, asNumbers('e820' in answer ? answer.e820 : undefined));
  const warned = expected.messages.filter(([severity]) => severity === 'warning');
  // What the base machine warns of, while it splits its RAM, comes first and is no part of these records.
  compare(
    'warnings',
    warned.map(([, text]) => `warning: ${text}`),
    answer.warnings.filter((text) => !SPLIT.test(text)),
  );
  const words = expected.messages.find(([severity]) => severity === 'error')?.[1];
  // Of one refusal only that it happens is recorded.
  if (typeof words === 'string') compare('error', words, answer.error);
  if (expected.messages.every(([, text]) => text !== null)) compare('messages', expected.messages, answer.messages);
  for (const field of ['marked', 'marked_as_asked', 'overlaps'] as const) {
    if (expected[field] !== undefined) compare(field, expected[field], answer[field]);
  }
  if (expected.srat_nodes_absent !== undefined) {
    const absent = new Set(expected.srat_nodes_absent);
    compare('srat_nodes_absent', expected.srat_nodes_absent, answer.srat_nodes_absent);
    compare('srat', nodeMemory(one.derived.base_srat_memory, absent), sratRows(answer.srat_mem));
  } else if (expected.starts)
    compare('srat', nodeMemory(one.derived.base_srat_memory, new Set()), sratRows(answer.srat_mem));
  return found;
}

/** Boot memory of nodes: enabled, and neither hot-pluggable nor empty. */
const nodeMemory = (rows: Recorded['derived']['base_srat_memory'], absent: ReadonlySet<number>): Json =>
  rows.filter(([node, , length, flags]) => flags === 1 && length > 0 && !absent.has(node));

const sratRows = (rows: ReturnType<typeof predict>['srat_mem']): Json =>
  (rows ?? [])
    .filter(({ flags }) => flags === 1)
    .map(({ pxm, base, length, flags }) => [pxm, Number(base), Number(length), flags]);

describe('patches that marked boot memory', () => {
  it('are predicted in every recorded case: start, table in its order, messages, and what was marked', () => {
    expect(cases.length).toBeGreaterThan(480);
    expect(cases.flatMap(differences).slice(0, 10).join('\n')).toBe('');
  });
});
