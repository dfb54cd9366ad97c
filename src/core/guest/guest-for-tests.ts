/** A guest on a machine, from a command line: for tests. */
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import type { GuestDriver } from '../document/schema';
import { firmwareHandOff } from '../firmware/index';
import { linuxView } from '../linux/index';
import { parseJsonObject } from '../options/json';
import type { PluggedDevice } from '../qemu/machine';
import { startUp } from '../qemu/startup';
import { accepted } from '../qemu/tables/accepted';
import { execute } from '../runtime/execute';
import { wire, type Answer } from '../runtime/reply';
import { RunningMachine } from '../runtime/running-machine';
import { bootGuest } from './boot-guest';
import type { RunningGuest } from './guest';

export interface Booting {
  readonly firmware?: string;
  readonly kernel?: string;
  readonly append?: string;
  readonly drivers?: readonly GuestDriver[];
}

/** As a client reads it; no number here is beyond 2^53. */
export const parsed = (answer: Answer): unknown =>
  JSON.parse(JSON.stringify(answer, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)));

export function booted(
  args: readonly string[],
  { firmware: firmwareId = 'seabios', append = '', ...more }: Booting = {},
) {
  const startup = startUp(['-nodefaults', ...args]);
  const [started, firmware, kernel] = [
    accepted(startup),
    firmwares.find(firmwareId),
    kernels.find(more.kernel ?? '7.2'),
  ];
  const machine = RunningMachine.of(startup);
  if (started === undefined || firmware === undefined || kernel === undefined || machine === undefined) {
    throw new Error(startup.refusals[0]?.text ?? 'it does not start');
  }
  const linux = linuxView({ handOff: firmwareHandOff(firmware, started), kernel, append, startup: started });
  const drivers = new Set(more.drivers ?? (['virtio_mem', 'kmem', 'nd_pmem'] as const));
  return { machine, linux, started, guest: bootGuest({ linux, machine, firmware, drivers }) };
}

/** QEMU's reply, as it goes over the wire. */
export function ask(machine: RunningMachine, command: unknown): unknown {
  const read = parseJsonObject(JSON.stringify(command));
  if (!read.ok) throw new Error(read.error);
  return parsed(wire(execute(machine, read.value)));
}

export function deviceOf({ population }: RunningMachine, id: string): PluggedDevice {
  const found = population.devices.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no device ${id}`);
  return found;
}

/** Plugs a device with a backend of its own, and lets the guest answer. Sizes in bytes. */
export function plug(
  { machine, guest }: { readonly machine: RunningMachine; readonly guest: RunningGuest },
  driver: string,
  id: string,
  size: number,
  properties: Readonly<Record<string, unknown>> = {},
): PluggedDevice {
  const backend = { 'qom-type': 'memory-backend-ram', id: `m-${id}`, size, reserve: false };
  for (const reply of [
    ask(machine, { execute: 'object-add', arguments: backend }),
    ask(machine, { execute: 'device_add', arguments: { driver, id, memdev: `m-${id}`, ...properties } }),
  ]) {
    if (JSON.stringify(reply) !== '{"return":{}}') throw new Error(JSON.stringify(reply));
  }
  guest.settle();
  return deviceOf(machine, id);
}

/** `source/status device` of ACPI reports, names of other events. */
export const heardShort = (machine: RunningMachine): string[] =>
  machine.events.splice(0).map(([name, data]) => {
    if (name === 'MEMORY_DEVICE_SIZE_CHANGE') return `size ${Number(data['size']) / 2 ** 20}M`;
    const info = parsed(data['info'] ?? {}) as Record<string, unknown>;
    return name === 'ACPI_DEVICE_OST'
      ? `${String(info['source'])}/${String(info['status'])} ${String(info['device'] ?? '')}`.trim()
      : name;
  });
