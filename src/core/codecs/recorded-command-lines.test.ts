/** Every recorded command line, imported and written again, means the same to QEMU. */
import { describe, expect, test } from 'vitest';
import recorded from '../../fixtures/qemu-11.1/recorded.json?raw';
import recordedMore from '../../fixtures/qemu-11.1/recorded-more.json?raw';
import { commandLine } from './command-line-writer';
import { jsonText } from './json-text';
import { predict } from './prediction';
import { qemuCommandLine } from './qemu-command-line';
import { PROGRAM, shellWord } from './shell-text';

interface RecordedCase {
  readonly id: string;
  readonly args: readonly string[];
  readonly ok: boolean;
  readonly error: string | null;
}

const cases = [...(JSON.parse(recorded) as RecordedCase[]), ...(JSON.parse(recordedMore) as RecordedCase[])];
const typed = (args: readonly string[]): string => [PROGRAM, ...args.map(shellWord)].join(' ');
const answer = (args: readonly string[]): ReturnType<typeof predict> => predict({ id: null }, args);
/** Without findings and warnings, which name options as typed. */
const tables = (args: readonly string[]): string => jsonText({ ...answer(args), diagnostics: [], warnings: [] });
const rewritten = (args: readonly string[]): readonly string[] | undefined => {
  const imported = qemuCommandLine.read(typed(args));
  return imported.ok ? commandLine(imported.value.document).map(({ text }) => text) : undefined;
};

describe('recorded command lines', () => {
  const accepted = cases.filter(({ ok }) => ok);
  // QEMU words some refusals differently for JSON, and a layout does not record that it was JSON.
  const refused = cases.filter(({ ok, args }) => !ok && !args.some((word) => word.startsWith('{')));

  test(`that QEMU accepts give the same tables after import (${accepted.length})`, () => {
    const differing = accepted.filter(({ args }) => {
      const again = rewritten(args);
      return again === undefined || tables(again) !== tables(args);
    });
    expect(
      differing.map(({ id, args }) => `${id}: ${typed(args)}\n  ${rewritten(args)?.join(' ') ?? 'not imported'}`),
    ).toEqual([]);
  }, 60_000);

  test(`that QEMU refuses stay refused for the same reason, or cannot be imported (${refused.length})`, () => {
    const reason = (error: string | null | undefined): string => (error ?? 'starts').replace(/^-[a-z]+ \S+: /, '');
    const differing = refused.filter(({ args }) => {
      const again = rewritten(args);
      return again !== undefined && reason(answer(again).error) !== reason(answer(args).error);
    });
    expect(
      differing.map(
        ({ id, args, error }) => `${id}: ${typed(args)}\n  ${error} ${answer(rewritten(args) ?? []).error ?? 'starts'}`,
      ),
    ).toEqual([]);
  }, 60_000);
});

test('what cannot be imported is quoted in QEMU’s own words', () => {
  const unreadable = cases.flatMap(({ id, args, error }) => {
    const imported = qemuCommandLine.read(typed(args));
    return imported.ok ? [] : [{ id, message: imported.error.message, error }];
  });
  expect(unreadable.length).toBeGreaterThan(40);
  for (const { id, message, error } of unreadable) expect.soft(message, id).toBe(`QEMU refuses this: ${error}`);
}, 60_000);
