/** A machine and what is done to it step by step: the form of `timeline` requests and answers. */
import { err, ok, type Result } from '../base/result';
import { parseJsonObject, type JsonObject, type JsonValue } from '../options/json';
import type { Startup } from '../qemu/machine';
import { startUp } from '../qemu/startup';
import { execute } from './execute';
import { qtest } from './qtest';
import { wire, type Answer } from './reply';
import { RunningMachine } from './running-machine';

/** A QMP command, or an access to I/O ports in qtest's words. */
export type Step = { readonly qmp: JsonObject } | { readonly qtest: string };

export interface Scenario {
  readonly id: string | null;
  readonly args: readonly string[];
  readonly steps: readonly Step[];
  /** What is booted on the machine; absent: nothing, and its steps tell of QEMU alone. */
  readonly boot?: ScenarioBoot;
}

/** Ids, as the request names them. */
export interface ScenarioBoot {
  readonly firmware: string;
  readonly kernel: string;
  readonly append: string;
  /** Drivers that the guest has; absent: all. */
  readonly drivers?: readonly string[];
}

/** What somebody who watches the machine says behind each step, beside QEMU's reply. */
export type Onlooker = (step: Step, next: Step | undefined) => Answer;

const MOST_STEPS = 1_000_000;

const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);
const isText = (value: JsonValue | undefined): value is string => typeof value === 'string';

/** Reads a request; integers stay exact. The error is one sentence. */
export function readScenario(text: string): Result<Scenario, string> {
  const read = parseJsonObject(text);
  if (!read.ok) return err(`not JSON: ${read.error}`);
  const [id, args, steps] = ['id', 'args', 'steps'].map((name) => read.value.get(name));
  if (id !== undefined && id !== null && !isText(id)) return err('"id" is a text or absent');
  if (!isList(args) || !args.every(isText)) return err('"args" is a list of texts, the words of a command line');
  if (!isList(steps)) return err('"steps" is a list of {"do": …}');
  if (steps.length > MOST_STEPS) return err(`"steps" has more than ${MOST_STEPS} items`);
  const wanted: Step[] = [];
  for (const [index, step] of steps.entries()) {
    const asked = stepOf(step);
    if (asked === undefined)
      return err(`step ${index + 1} is neither {"do": {"execute": …}} nor {"do": {"qtest": "…"}}`);
    wanted.push(asked);
  }
  const boot = bootOf(read.value);
  if (!boot.ok) return boot;
  return ok({ id: id ?? null, args, steps: wanted, ...(boot.value === undefined ? {} : { boot: boot.value }) });
}

/** Only where a request names both a firmware and a kernel. */
function bootOf(request: JsonObject): Result<ScenarioBoot | undefined, string> {
  const [firmware, kernel, append = ''] = ['firmware', 'kernel', 'append'].map((name) => request.get(name));
  const drivers = request.get('drivers');
  for (const [name, value] of Object.entries({ firmware, kernel, append })) {
    if (value !== undefined && !isText(value)) return err(`"${name}" is a text or absent`);
  }
  if (drivers !== undefined && !(isList(drivers) && drivers.every(isText))) {
    return err('"drivers" is a list of texts: virtio_mem, kmem, nd_pmem');
  }
  if (!isText(firmware) || !isText(kernel) || !isText(append)) return ok(undefined);
  return ok({ firmware, kernel, append, ...(drivers === undefined ? {} : { drivers }) });
}

function stepOf(step: JsonValue): Step | undefined {
  const asked = step instanceof Map ? (step as JsonObject).get('do') : undefined;
  if (!(asked instanceof Map)) return undefined;
  const command = asked as JsonObject;
  const line = command.get('qtest');
  if (isText(line)) return { qtest: line };
  return isText(command.get('execute')) ? { qmp: command } : undefined;
}

/**
 * What QEMU answers to each step, and all that it tells besides, in order.
 *
 * @param watch gives an onlooker on the machine before its first step; what that says of a step is its `guest`
 */
export function answerScenario(
  { id, args, steps }: Scenario,
  watch?: (machine: RunningMachine, startup: Startup) => Onlooker,
): { readonly [key: string]: Answer } & {
  readonly steps: readonly Answer[];
} {
  const startup = startUp(args);
  const refusal = startup.refusals[0];
  const machine = refusal === undefined ? RunningMachine.of(startup) : undefined;
  if (machine === undefined)
    return { id, ok: false, error: refusal?.text ?? 'the machine is not predicted', steps: [], events: [] };
  const onlooker = watch?.(machine, startup);
  const answers = steps.map((step, index): Answer => {
    if (!machine.isAlive) return { unknown: 'QEMU 11.1 has aborted before this step' };
    const answer = answerStep(machine, step);
    return onlooker === undefined ? answer : { ...answer, guest: onlooker(step, steps[index + 1]) };
  });
  return { id, steps: answers, events: machine.events.map(([name, data]): Answer => [name, data]) };
}

function answerStep(machine: RunningMachine, step: Step): { readonly [key: string]: Answer } {
  if ('qmp' in step) return { reply: wire(execute(machine, step.qmp)) };
  const words = qtest(machine, step.qtest);
  return words.ok ? { reply: { qtest: words.value } } : { unknown: words.error };
}
