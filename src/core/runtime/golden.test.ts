/** Recorded run-time scenarios: every reply, every error and every event of a real QEMU 11.1. */
import { expect, test } from 'vitest';
import recorded from '../../fixtures/qemu-11.1-qmp/recorded.json?raw';
import recordedMore from '../../fixtures/qemu-11.1-qmp/recorded-more.json?raw';
import { jsonText } from '../codecs/json-text';
import { answerScenario, readScenario } from './scenario';

interface Recorded {
  readonly id: string;
  readonly steps: readonly { readonly do: unknown; readonly reply: unknown }[];
  readonly events: unknown;
}

/** Scenarios a line each, since numbers beyond 2^53 must not pass through JSON.parse on the way in. */
const lines = [recorded, recordedMore].flatMap((text) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => line.replace(/,$/, '')),
);

test.each(lines.map((line) => [(JSON.parse(line) as Recorded).id, line] as const))('%s', (_id, line) => {
  const { steps, events } = JSON.parse(line) as Recorded;
  const scenario = readScenario(line);
  if (!scenario.ok) throw new Error(scenario.error);
  const answer = JSON.parse(jsonText(answerScenario(scenario.value))) as Recorded;
  expect(answer.steps.map(({ reply }, index) => [steps[index]?.do, reply])).toEqual(
    steps.map(({ do: asked, reply }) => [asked, reply]),
  );
  expect(answer.events).toEqual(events);
});
