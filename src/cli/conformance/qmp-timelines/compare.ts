/** One random timeline on a real QEMU and on the machine that physmap predicts. */
import { jsonText, type Json } from '../../../core/codecs/json-text';
import { answerScenario, readScenario } from '../../../core/runtime/scenario';
import { HOST_LIMITS, sorted } from '../measure';
import { parseExact } from '../qmp';
import { QtestClosed } from '../qtest';
import { RunningQemu } from './running-qemu';
import type { RandomTimeline, Step } from './random-timeline';

export interface Difference {
  /** `step 3` or `events`. */
  readonly where: string;
  readonly asked: string;
  readonly measured: string;
  readonly predicted: string;
}

export interface Outcome {
  /** Replies that were compared, and errors among them. */
  readonly replies: number;
  readonly errors: number;
  readonly events: number;
  readonly differences: readonly Difference[];
}

export type Measured = Outcome | { readonly unmeasured: string };

const text = (value: Json | undefined): string => jsonText(sorted(value ?? null));
const GONE = 'QEMU ended';

interface Predicted {
  readonly ok?: boolean;
  readonly error?: string;
  readonly steps: readonly { readonly reply?: Json; readonly unknown?: string }[];
  readonly events: readonly Json[];
}

function predict({ args, steps }: RandomTimeline): Predicted {
  const scenario = readScenario(JSON.stringify({ id: null, args, steps: steps.map((step) => ({ do: step })) }));
  if (!scenario.ok) throw new Error(scenario.error);
  return parseExact(jsonText(answerScenario(scenario.value))) as unknown as Predicted;
}

export async function compareTimeline(program: readonly string[], timeline: RandomTimeline): Promise<Measured> {
  const predicted = predict(timeline);
  if (predicted.ok === false) return { unmeasured: `physmap: ${predicted.error ?? 'refused'}` };
  const qemu = new RunningQemu(program, timeline.args);
  try {
    await qemu.qtest.ask('endianness');
    await qemu.qmp.open();
    return await sendAll(qemu, timeline, predicted);
  } catch (error) {
    if (qemu.late) return { unmeasured: 'no answer in time' };
    if (error instanceof QtestClosed) return { unmeasured: `QEMU does not start: ${lastLine(qemu.stderr)}` };
    throw error;
  } finally {
    await qemu.end();
  }
}

const lastLine = (stderr: string): string => stderr.trim().split('\n').at(-1) ?? '';

async function sendAll(qemu: RunningQemu, { steps }: RandomTimeline, predicted: Predicted): Promise<Measured> {
  const differences: Difference[] = [];
  let [replies, errors] = [0, 0];
  for (const [index, step] of steps.entries()) {
    const { reply, unknown } = predicted.steps[index] ?? {};
    // QEMU has aborted by its own mistake, which physmap knows of.
    if (unknown !== undefined) break;
    const measured = await send(qemu, step);
    const told = text(measured);
    if (HOST_LIMITS.test(told)) return { unmeasured: 'the host cannot provide it' };
    replies += 1;
    if (told.includes('"error"')) errors += 1;
    const aborts = measured === undefined && predicted.steps[index + 1]?.unknown !== undefined;
    if (told !== text(reply) && !aborts) {
      differences.push({
        where: `step ${index + 1}`,
        asked: JSON.stringify(step),
        measured: measured === undefined ? GONE : told,
        predicted: text(reply),
      });
    }
    if (measured === undefined) break;
  }
  // A reply to a further command comes behind all events of those before.
  await qemu.qmp.send('{"execute":"query-status"}');
  const [events, expected] = [qemu.qmp.events.map(text), predicted.events.map(text)];
  if (events.join('\n') !== expected.join('\n')) {
    differences.push({ where: 'events', asked: '', measured: events.join(' '), predicted: expected.join(' ') });
  }
  return { replies, errors, events: events.length, differences };
}

async function send(qemu: RunningQemu, step: Step): Promise<Json | undefined> {
  if (!('qtest' in step)) return qemu.qmp.send(JSON.stringify(step));
  try {
    return { qtest: await qemu.qtest.ask(step.qtest) };
  } catch (error) {
    if (error instanceof QtestClosed) return undefined;
    throw error;
  }
}
