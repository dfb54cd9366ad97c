/** `timeline` requests that name a firmware and a kernel: a guest answers behind each step, and what it lists is told with it. */
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import type { GuestDriver } from '../document/schema';
import { firmwareHandOff } from '../firmware/index';
import { linuxView } from '../linux/index';
import type { JsonObject } from '../options/json';
import type { Startup } from '../qemu/machine';
import { accepted } from '../qemu/tables/accepted';
import type { Answer } from '../runtime/reply';
import type { RunningMachine } from '../runtime/running-machine';
import { answerScenario, type Onlooker, type Scenario, type ScenarioBoot, type Step } from '../runtime/scenario';
import { bootGuest } from './boot-guest';
import type { RunningGuest } from './guest';
import { blockLines, iomemLines, memmapRows, nodeLines } from './printed';

const ALL_DRIVERS: readonly GuestDriver[] = ['virtio_mem', 'kmem', 'nd_pmem'];

/** Lines of blocks that all steps together may have: an answer is one line of text. */
const MOST_LINES = 2_000_000;

const isDriver = (name: string): name is GuestDriver => ALL_DRIVERS.some((driver) => driver === name);

export function answerTimeline(scenario: Scenario): ReturnType<typeof answerScenario> {
  const { boot } = scenario;
  if (boot === undefined) return answerScenario(scenario);
  return answerScenario(scenario, (machine, startup) => {
    const guest = guestOn(boot, machine, startup);
    return 'unknown' in guest ? () => guest : onlooker(guest.running, machine);
  });
}

function guestOn(
  boot: ScenarioBoot,
  machine: RunningMachine,
  startup: Startup,
): { readonly running: RunningGuest } | { readonly unknown: string } {
  const [firmware, kernel, started] = [firmwares.find(boot.firmware), kernels.find(boot.kernel), accepted(startup)];
  if (firmware === undefined) return { unknown: `the firmware ${boot.firmware} is not predicted` };
  if (kernel === undefined) return { unknown: `the kernel ${boot.kernel} is not predicted` };
  if (started === undefined) return { unknown: 'the machine is not predicted' };
  const handOff = firmwareHandOff(firmware, started);
  const linux = linuxView({ handOff, kernel, append: boot.append, startup: started });
  if (linux.sure === 'unknown')
    return { unknown: linux.caveats.at(0) ?? 'what this kernel boots with is not predicted' };
  const drivers = new Set(boot.drivers === undefined ? ALL_DRIVERS : boot.drivers.filter(isDriver));
  return { running: bootGuest({ linux, machine, firmware, drivers }) };
}

function onlooker(guest: RunningGuest, machine: RunningMachine): Onlooker {
  let left = MOST_LINES;
  return (step, next) => {
    if (!machine.isAlive) return { unknown: 'QEMU has aborted' };
    if ('qmp' in step && step.qmp.get('execute') === 'system_reset') guest.reboot();
    if (!isAskedAgain(step, next, guest, machine)) guest.settle();
    machine.changed.clear();
    const listed = left > 0 ? lists(guest) : { unknown: `more than ${MOST_LINES} lines of blocks in one answer` };
    if ('blocks' in listed) left -= listed.blocks.length;
    return listed;
  };
}

/**
 * A device that is asked back twice in a row, and that the guest lets go: it needs a moment to, and the second request finds the device
 * still there (recorded). A guest that refuses is asked twice.
 */
function isAskedAgain(
  step: Step,
  next: Step | undefined,
  guest: RunningGuest,
  { population }: RunningMachine,
): boolean {
  const id = deviceDelOf(step);
  if (id === undefined || next === undefined || deviceDelOf(next) !== id) return false;
  const device = population.devices.find((each) => each.id === id);
  return device !== undefined && guest.of(device).wouldRelease.is;
}

function deviceDelOf(step: Step): string | undefined {
  if (!('qmp' in step) || step.qmp.get('execute') !== 'device_del') return undefined;
  const given = step.qmp.get('arguments');
  const id = given instanceof Map ? (given as JsonObject).get('id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** MemTotal itself depends on more than memory: told is by how many KiB it differs from that of boot. */
function lists(guest: RunningGuest): { readonly blocks: readonly string[]; readonly [key: string]: Answer } {
  const facts = guest.facts();
  return {
    blocks: [
      `block_size ${facts.blockSize.toString(16)} auto_online ${guest.settings.policy}`,
      ...blockLines([...facts.bootBlocks, ...facts.blocks]),
    ],
    iomem: iomemLines(facts),
    memmap: memmapRows(facts),
    nodes: nodeLines(facts.nodes),
    memtotal_change: facts.memTotalChange / 1024,
    sure: facts.sure,
  };
}
