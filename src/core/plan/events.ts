/** Steps of the timeline: what QEMU answers to each, one after the other, on the machine as the steps before left it. */
import { range } from '../base/range';
import { backendOptionText, deviceOptionText } from '../codecs/command-line-writer';
import type { LayoutEvent } from '../document/schema';
import { deviceKinds } from '../devices/index';
import type { Diagnostic } from '../lint/diagnostic';
import { explanationOf } from '../lint/explanations';
import { parseDevice, plugOne, type DeviceContext, type PlugResult } from '../qemu/devices';
import type { Refusal } from '../qemu/machine';
import { createObjects, parseObject } from '../qemu/objects';
import type { Provenance } from '../space/region';
import { narrow } from '../stages/narrow';
import type { StageContext } from '../stages/stage';
import type { EventOutcome } from './plan';

interface Running {
  readonly context: DeviceContext;
  readonly result: PlugResult;
}

interface Answer {
  readonly running: Running;
  readonly refusal?: Refusal;
}

/** `object-add` of the step's own backend, if it brings one. Over QMP no option stands before an error. */
function addBackend(running: Running, event: LayoutEvent): Answer {
  if (event.backend === undefined) return { running };
  const option = { name: 'object', text: backendOptionText(event.backend), word: -1, prefix: '' };
  const request = parseObject(option, -1, new Set(running.context.backends.map(({ id }) => id)));
  if (!request.ok) return { running, refusal: request.error };
  const created = createObjects([request.value]);
  const refusal = created.refusals[0];
  if (refusal !== undefined) return { running, refusal };
  const context = { ...running.context, backends: [...running.context.backends, ...created.backends] };
  return { running: { ...running, context } };
}

function plug(running: Running, event: LayoutEvent): Answer {
  const option = { name: 'device', text: deviceOptionText(event.device), word: -1, prefix: '' };
  const taken = new Set(running.result.deviceIds.filter((id) => id !== undefined));
  const request = parseDevice(option, -1, taken);
  if (!request.ok) return { running, refusal: request.error };
  const result = plugOne(running.context, running.result, request.value, { hot: true });
  const refusal = result.refusals[0];
  return { running: { ...running, result }, ...(refusal === undefined ? {} : { refusal }) };
}

function refusedOutcome(
  path: string,
  name: string,
  refusal: Refusal,
): { outcome: EventOutcome; diagnostic: Diagnostic } {
  const explanation = explanationOf(refusal.code, 'error');
  const why: Provenance = {
    rule: refusal.code,
    steps: [{ text: explanation.what }, { text: explanation.why }, { text: explanation.works }],
    cite: { project: 'qemu', version: '11.1', place: 'system/qdev-monitor.c, qdev_device_add_from_qdict' },
  };
  return {
    outcome: {
      path,
      ok: false,
      error: refusal.text,
      why,
      alternatives: explanation.alternatives ?? [explanation.works],
    },
    diagnostic: {
      code: refusal.code,
      severity: 'error',
      what: explanation.what,
      where: `The step that plugs ${name}.`,
      why: explanation.why,
      works: explanation.works,
      ...(explanation.alternatives === undefined ? {} : { alternatives: explanation.alternatives }),
      qemu: refusal.text,
      path,
    },
  };
}

function pluggedOutcome(path: string, result: PlugResult): EventOutcome {
  const device = result.devices.at(-1);
  const name = device?.id ?? device?.kind ?? 'The device';
  const why: Provenance = {
    rule: 'device/first-fit',
    steps: [
      { text: `${name} takes the lowest gap of the window that fits, gaps left by others included.` },
      { text: 'The guest learns of it through ACPI or its driver. E820 does not change after boot.' },
    ],
    cite: { project: 'qemu', version: '11.1', place: 'hw/mem/memory-device.c, memory_device_get_free_addr' },
  };
  return {
    path,
    ok: true,
    why,
    alternatives: [],
    ...(device === undefined ? {} : { range: range(narrow(device.address), narrow(device.address + device.size)) }),
    ...(device?.slot === undefined ? {} : { slot: device.slot }),
  };
}

/** QEMU's answer to each step; none for a machine that does not start. */
export function eventOutcomes({ document, startup }: StageContext): {
  readonly outcomes: readonly EventOutcome[];
  readonly diagnostics: readonly Diagnostic[];
} {
  if (startup.plugging === undefined || startup.refusals.length > 0) return { outcomes: [], diagnostics: [] };
  let running: Running = startup.plugging;
  const outcomes: EventOutcome[] = [];
  const diagnostics: Diagnostic[] = [];
  document.events.forEach((event, index) => {
    const path = `events.${index}`;
    const backed = addBackend(running, event);
    const answer = backed.refusal === undefined ? plug(backed.running, event) : backed;
    running = answer.running;
    if (answer.refusal === undefined) {
      outcomes.push(pluggedOutcome(path, running.result));
      return;
    }
    const name = event.device.id ?? deviceKinds.find(event.device.kind)?.title ?? event.device.kind;
    const { outcome, diagnostic } = refusedOutcome(path, name, answer.refusal);
    outcomes.push(outcome);
    diagnostics.push(diagnostic);
  });
  return { outcomes, diagnostics };
}
