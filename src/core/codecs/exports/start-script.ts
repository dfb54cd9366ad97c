/**
 * The machine as QMP sets it up at start: CPUs stopped (`-S`), memory devices that QEMU takes at run time added with `object-add` and
 * `device_add`, then `cont`. With `-preconfig` no device can be added at all (`The command 'device_add' is permitted only after
 * machine initialization has completed`), and after it only what can be hot-plugged: asked of QEMU 11.1.3.
 */
import { err, ok } from '../../base/result';
import { deviceKinds, type MemoryDevice } from '../../devices/index';
import type { Backend, Device, LayoutDocument, LayoutEvent } from '../../document/schema';
import type { Plan } from '../../plan/plan';
import { commandLine } from '../command-line-writer';
import type { Exporter } from '../format';
import { scriptOf, type Script } from '../qmp/script';
import { shellText } from '../shell-text';
import { leftOut } from './left-out';
import { doesNotStart } from './refusals';

export interface StartScript {
  /** What stays on the command line. */
  readonly document: LayoutDocument;
  /** QMP commands, in order. */
  readonly commands: readonly string[];
  /** Devices that have to be there at start, with QEMU's words. */
  readonly cold: readonly { readonly name: string; readonly why: string }[];
}

/** Undefined where nothing can be plugged; the reasons are in `cold` then. */
export function startScript(document: LayoutDocument, plan: Plan): StartScript {
  const asked = placed(document, plan);
  const cold = new Map<Device, string>();
  for (const device of asked.devices) {
    if (device.kind !== 'other' && deviceKinds.find(device.kind)?.coldPlugOnly === true)
      cold.set(device, COLD_ONLY(device));
  }
  // What one refusal leaves in place may make room for nothing else, so a second round is enough but for chains of refusals.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { machine, devices } = apart(asked, cold);
    const script = devices.length === 0 ? undefined : scriptOf(machine);
    if (script === undefined || !script.ok) return { document: asked, commands: [], cold: named(asked, cold) };
    const refused = devices.flatMap((device, index) => {
      const error = refusalOf(script.value, index);
      return error === undefined ? [] : [[device, error] as const];
    });
    if (refused.length === 0) {
      const commands = script.value.steps.flatMap(({ acts }) =>
        acts.flatMap((act) => (act.is === 'ask' ? [act.command] : [])),
      );
      return { document: { ...machine, events: [] }, commands, cold: named(asked, cold) };
    }
    for (const [device, error] of refused) cold.set(device, error);
  }
  return { document: asked, commands: [], cold: named(asked, cold) };
}

const MOST_ROUNDS = 4;

/** QEMU system/qdev-monitor.c, qdev_device_add_from_qdict. */
const COLD_ONLY = ({ kind }: MemoryDevice): string =>
  `Device '${deviceKinds.find(kind)?.driver ?? kind}' does not support hotplugging`;

const refusalOf = ({ steps }: Script, index: number): string | undefined =>
  steps[index]?.acts.flatMap((act) => (act.is === 'ask' && typeof act.error === 'string' ? [act.error] : []))[0];

const named = ({ devices }: LayoutDocument, cold: ReadonlyMap<Device, string>): StartScript['cold'] =>
  devices.flatMap((device, index) => {
    const why = cold.get(device);
    return why === undefined || device.kind === 'other' ? [] : [{ name: device.id ?? `devices.${index}`, why }];
  });

/** With the addresses and slots of the plan: what comes later would not find the place that it has in the plan by itself. */
function placed(document: LayoutDocument, plan: Plan): LayoutDocument {
  const rows = new Map(plan.snapshots[0]?.tables?.memoryDevices.map((row) => [row.owner, row]) ?? []);
  const devices = document.devices.map((device, index): Device => {
    const row = rows.get(`devices.${index}`);
    if (device.kind === 'other' || row === undefined || plan.window === undefined) return device;
    return { ...device, addr: row.range.start, ...(row.slot === undefined ? {} : { slot: row.slot }) } as Device;
  });
  return { ...document, devices };
}

/** The machine without devices that are to be plugged, with a step for each of them. */
function apart(document: LayoutDocument, cold: ReadonlyMap<Device, string>) {
  const stays = (device: Device): boolean => device.kind === 'other' || cold.has(device);
  const devices = document.devices.filter((device): device is MemoryDevice => !stays(device));
  const own = ownBackends(document, devices);
  const events = devices.map((device): LayoutEvent => {
    const backend = own.get(device.memdev ?? '');
    return { do: 'plug', device, ...(backend === undefined ? {} : { backend }) };
  });
  const backends = document.backends.filter(({ id }) => !own.has(id));
  return { devices, machine: { ...document, backends, devices: document.devices.filter(stays), events } };
}

/** Backends that nothing but these devices names. */
function ownBackends(document: LayoutDocument, devices: readonly MemoryDevice[]): ReadonlyMap<string, Backend> {
  const plugged = new Set<Device>(devices);
  const elsewhere = new Set<unknown>();
  JSON.stringify(
    { ...document, backends: [], devices: document.devices.filter((each) => !plugged.has(each)) },
    (_key, value: unknown) => {
      if (typeof value === 'string') elsewhere.add(value);
      return value;
    },
  );
  const used = new Map<string, number>();
  for (const { memdev = '' } of devices) used.set(memdev, (used.get(memdev) ?? 0) + 1);
  const own = document.backends.filter(({ id }) => used.get(id) === 1 && !elsewhere.has(id));
  return new Map(own.map((backend) => [backend.id, backend] as const));
}

export const qmpStart: Exporter = {
  id: 'qmp-start',
  title: 'Start with QMP',
  write(plan, document) {
    if (!plan.verdict.starts) return doesNotStart('machine', plan);
    const { document: machine, commands, cold } = startScript(document, plan);
    const reasons = reasonsOf(cold);
    if (commands.length === 0) {
      const message = `QMP has nothing to add: ${reasons.length === 0 ? 'there is no memory device.' : `all memory devices have to be there at start. ${reasons.join('. ')}.`}`;
      return err({
        code: 'export/nothing-to-plug',
        message,
        works: 'A device that can be hot-plugged, such as a DIMM.',
      });
    }
    const content = [
      '#!/bin/sh',
      '# Starts the machine with its CPUs stopped, adds over QMP the memory devices that QEMU takes at run time, and lets it run.',
      ...(reasons.length === 0
        ? []
        : ['# There from the start, since QEMU takes them only then:', ...reasons.map((reason) => `#   ${reason}`)]),
      `${shellText(commandLine(machine), { onePerLine: true })} \\`,
      "  -S -qmp stdio <<'QMP'",
      '{"id":"start","execute":"qmp_capabilities"}',
      ...commands,
      '{"id":"devices","execute":"query-memory-devices"}',
      '{"id":"run","execute":"cont"}',
      'QMP',
      '',
    ].join('\n');
    return ok({ fileName: 'start.sh', mediaType: 'text/x-shellscript', content, notes: notesOf(document, reasons) });
  },
};

/** Devices with the same reason together: `sp1, sp2: Device 'sp-mem' does not support hotplugging`. */
function reasonsOf(cold: StartScript['cold']): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, why } of cold) names.set(why, [...(names.get(why) ?? []), name]);
  return [...names].map(([why, those]) => `${those.join(', ')}: ${why}`);
}

/** Options that want standard input or output for themselves. */
const STDIO = /^(?:nographic|daemonize)$/;

const notesOf = (document: LayoutDocument, cold: readonly string[]): readonly string[] => [
  'Addresses and slots are those of the plan, so that nothing depends on the order of plugging.',
  'What is plugged counts as hot-plugged: the guest learns of it from ACPI or PCI, not from boot tables.',
  ...cold.map((reason) => `On the command line: ${reason}.`),
  ...document.options
    .filter(({ name, value }) => STDIO.test(name) || (value ?? '').includes('stdio'))
    .map(({ name }) => `-${name} and QMP both want standard input: give one of them another place.`),
  ...leftOut(document),
];
