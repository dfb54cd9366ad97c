import { ok } from '../../base/result';
import type { Exporter } from '../format';
import { jsonText, type Json } from '../json-text';
import runner from './run-steps.py?raw';
import { scriptOf, type Act, type Script, type ScriptStep } from './script';

/**
 * The steps as a monitor takes them, one command a line: `socat -t 60 - UNIX-CONNECT:qmp.sock < steps.qmp`. Replies bear the name of
 * their step. Nothing waits for a guest: without one, what was asked to leave stays.
 */
export const qmpScript: Exporter = {
  id: 'qmp-script',
  title: 'Steps as QMP',
  write(_plan, document) {
    const script = scriptOf(document);
    if (!script.ok) return script;
    const asked = script.value.steps.flatMap(({ acts }) =>
      acts.flatMap((act) => (act.is === 'ask' ? [act.command] : [])),
    );
    const lines = [
      '{"id":"boot","execute":"qmp_capabilities"}',
      ...asked,
      '{"id":"end","execute":"query-memory-devices"}',
    ];
    return ok({ fileName: 'steps.qmp', mediaType: 'application/x-ndjson', content: `${lines.join('\n')}\n` });
  },
};

/** A program that carries the steps out on a real QEMU, waits for the guest, and says what differs from the plan. */
export const qmpRunner: Exporter = {
  id: 'qmp-runner',
  title: 'Steps as a program',
  write(_plan, document) {
    const script = scriptOf(document);
    if (!script.ok) return script;
    const content = runner.replace('@PLAN@', () => `\n${planText(script.value)}\n`);
    return ok({ fileName: 'steps.py', mediaType: 'text/x-python', content });
  },
};

/** One step a line. */
function planText({ words, boot, steps }: Script): string {
  const lines = steps.map((step) => `    ${jsonText(stepPlan(step))}`);
  return `{\n  "qemu": ${jsonText([...words])},\n  "boot": ${jsonText(devicesPlan(boot))},\n  "steps": [\n${lines.join(',\n')}\n  ]\n}`;
}

const stepPlan = ({ name, words, acts, devices }: ScriptStep): Json => ({
  step: name,
  what: words,
  do: acts.map(actPlan),
  ...devicesPlan(devices),
});

function actPlan(act: Act): Json {
  switch (act.is) {
    case 'ask':
      return { ask: act.command, error: act.error === undefined ? false : act.error };
    case 'gone':
    case 'stays':
      return { [act.is]: act.device, slot: act.slot, needs: act.needs };
    case 'size':
      return { size: act.device };
    case 'guest':
      return { guest: act.text };
  }
}

function devicesPlan(devices: ScriptStep['devices']): { readonly [key: string]: Json } {
  const there = [...devices].flatMap(([name, row]) => (row === null ? [] : [[name, row] as const]));
  const left = [...devices].flatMap(([name, row]) => (row === null ? [name] : []));
  return {
    ...(there.length === 0 ? {} : { there: Object.fromEntries(there) as Json }),
    ...(left.length === 0 ? {} : { left }),
  };
}
