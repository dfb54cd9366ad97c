/** A step in one or two sentences, with its numbers. */
import { GiB } from '../base/addr';
import { formatAddress, formatSize } from '../base/size-text';
import type { LayoutEvent } from '../document/schema';
import type { PluggedDevice } from '../qemu/machine';
import type { StepOutcome } from '../space/timeline';
import { narrow } from '../stages/narrow';
import { wordsFor } from './findings';
import { wordsOf } from './kinds/index';
import type { StepEnd, StepRefusal } from './step-kind';
import { largestGap, windowRoom, type WindowRoom } from './window-room';
import { atHead, counted, metadataOf, ofSize } from './words';
import type { World } from './world';

export interface StepSeen {
  readonly moment: number;
  readonly step: LayoutEvent;
  readonly end: StepEnd;
  readonly before: World;
  readonly after: World;
}

const HEADINGS: Readonly<Record<StepOutcome, string>> = {
  done: 'is done',
  refused: 'is refused',
  released: 'is done: the guest agreed',
  declined: 'is declined by the guest',
  partial: 'is done in part',
  pending: 'waits for an answer',
  never: 'never happens',
};

export const headingOf = (moment: number, outcome: StepOutcome): string => `t${moment} ${HEADINGS[outcome]}`;

const nameOf = (device: PluggedDevice): string => device.id ?? `the ${device.kind} of the step`;

export function summaryOf(seen: StepSeen): string {
  const { end, moment } = seen;
  switch (end.outcome) {
    case 'refused':
      return refusedText(seen, end.refusal ?? { code: '', text: '' });
    case 'never':
      return 'QEMU had ended at an earlier step, so nothing is asked of it any more.';
    case 'done':
      return doneText(seen);
    case 'released':
      return releasedText(seen);
    case 'declined':
      return declinedText(seen);
    case 'partial':
      return partialText(seen);
    case 'pending':
      return pendingText(seen, moment);
  }
}

const budgetText = ({ used, budget }: WindowRoom): string => `${ofSize(used, budget)} that maxmem allows are in use.`;

function refusedText({ before, step, end }: StepSeen, refusal: StepRefusal): string {
  const room = windowRoom(before);
  const asked = end.attempt?.size;
  if (room !== undefined && refusal.code === 'device/not-enough-space') {
    return [budgetText(room), spareText(room)].filter((text) => text !== '').join(' ');
  }
  if (room !== undefined && refusal.code === 'device/fragmented' && asked !== undefined) {
    const largest = largestGap(room);
    const piece =
      largest === undefined ? '' : `, the largest ${formatSize(largest.size)} at ${formatAddress(largest.start)}`;
    return `${formatSize(asked)} are needed in one piece; ${counted(room.gaps.length, 'piece')} are free${piece}.`;
  }
  if (room !== undefined && refusal.code === 'device/no-free-slot') {
    return `All ${counted(room.slots, 'slot')} are taken. ${budgetText(room)}`;
  }
  const { what, why } = wordsFor(refusal.code);
  if (refusal.by !== undefined) return `${atHead(refusal.text)}. ${why}`;
  return refusal.code === 'qmp/error' ? `QEMU answers a step that ${wordsOf(step)} with an error.` : `${what} ${why}`;
}

/** Addresses that are left over where the budget is not. */
function spareText(room: WindowRoom): string {
  const largest = largestGap(room);
  if (largest === undefined) return '';
  const isSlotRoom = largest.size === room.slots * GiB && room.end - room.start === room.budget + room.slots * GiB;
  const ofSlots = isSlotRoom && room.slots > 0 ? `, the alignment room of ${counted(room.slots, 'slot')}` : '';
  const lies = `${formatSize(largest.size)} lie free at ${formatAddress(largest.start)}`;
  return `${lies}${ofSlots}, but QEMU counts sizes before it looks for a place.`;
}

function doneText({ step, end, before, after }: StepSeen): string {
  const { device } = end;
  const room = windowRoom(after);
  switch (step.do) {
    case 'plug': {
      if (device === undefined) return 'QEMU has the device.';
      const slot = device.slot === undefined ? '' : ` in slot ${device.slot}`;
      const place = `${atHead(nameOf(device))} lies at ${formatAddress(narrow(device.address))}, ${formatSize(narrow(device.size))}${slot}.`;
      return [place, guestText(after, device), room === undefined ? '' : budgetText(room)]
        .filter((text) => text !== '')
        .join(' ');
    }
    case 'resize':
      return device === undefined ? 'QEMU has the request.' : resizedText(before, after, device);
    case 'reboot':
      return `The machine starts again with ${counted(after.machine.population.devices.length, 'memory device')}. QEMU hands over the same E820 as before: what was plugged is found through ACPI, or by its driver.`;
    case 'guest':
      return 'The guest is another one from here on; what it has already taken stays as it is, but for what a new driver takes.';
    case 'blocks':
      return device === undefined ? 'Nothing changes.' : `${onlineText(after, device)}`;
    case 'qmp':
      return end.isUnknown === true
        ? 'What QEMU answers to this command is not predicted. It is taken to change no memory.'
        : `QEMU does what the step ${wordsOf(step).replace(/^sends /, 'sends: ')}.${device === undefined ? '' : ` ${onlineText(after, device)}`}`;
    case 'unplug':
      return 'QEMU has the request.';
  }
}

/** What the guest makes of a device that has just come. */
function guestText({ guest }: World, device: PluggedDevice): string {
  if (guest === undefined) return '';
  const { state, online } = guest.of(device);
  if (state === 'online') return 'The guest has all of it online.';
  if (state === 'partly-online') return `The guest has ${ofSize(online, narrow(device.size))} of it online.`;
  return state === 'offline' ? 'The guest has its blocks offline.' : 'The guest does not use it as RAM.';
}

const onlineText = (world: World, device: PluggedDevice): string => {
  if (!world.has(device)) return `${atHead(nameOf(device))} is gone.`;
  if (world.guest === undefined) return `${atHead(nameOf(device))} is there.`;
  return `${atHead(nameOf(device))} has ${ofSize(world.guest.of(device).online, narrow(device.size))} online.`;
};

function resizedText(before: World, after: World, device: PluggedDevice): string {
  const was = Number(before.machine.running(device).pluggedSize);
  const is = Number(after.machine.running(device).pluggedSize);
  const cost = is > was ? ` Its page metadata took ${formatSize(metadataOf(is - was))} of the guest’s memory.` : '';
  return `${atHead(nameOf(device))} has ${ofSize(is, narrow(device.size))} plugged.${cost}`;
}

function releasedText({ end: { device }, after }: StepSeen): string {
  const room = windowRoom(after);
  const slot = device?.slot === undefined ? '' : ` and slot ${device.slot}`;
  const given =
    device === undefined
      ? 'The guest agreed, and the device is gone.'
      : `The guest agreed, and ${nameOf(device)} is gone: ${formatSize(narrow(device.size))} at ${formatAddress(narrow(device.address))}${slot} are free again.`;
  return room === undefined ? given : `${given} ${budgetText(room)}`;
}

function declinedText({ step, end: { device, stuckBlocks }, after }: StepSeen): string {
  if (step.do === 'blocks') {
    return `The guest would not take ${counted(stuckBlocks?.length ?? 0, 'block')} offline: pages there cannot be moved.`;
  }
  if (device === undefined) return 'The guest refuses, and nothing changes.';
  const why = after.guest?.of(device).wouldRelease;
  const reason = why === undefined || why.is ? 'The layout has it so' : why.why.replace(/\.$/, '');
  return `The guest keeps ${nameOf(device)} with all its memory at ${formatAddress(narrow(device.address))}. ${reason}; it may be asked again.`;
}

function partialText({ step, end: { device, stuckBlocks }, after }: StepSeen): string {
  if (step.do === 'blocks') {
    return `${counted(stuckBlocks?.length ?? 0, 'block')} stayed online: pages there cannot be moved.${device === undefined ? '' : ` ${onlineText(after, device)}`}`;
  }
  if (device === undefined) return 'The guest stopped early.';
  const { pluggedSize, requestedSize } = after.machine.running(device);
  return `${atHead(nameOf(device))} has ${formatSize(Number(pluggedSize))} plugged where ${formatSize(Number(requestedSize))} were requested: the guest stopped there. A request is no promise.`;
}

function pendingText({ step, end: { device }, after }: StepSeen, moment: number): string {
  const who =
    after.guest === undefined
      ? 'Nothing is known of the guest, so nothing in it answers.'
      : step.do === 'resize'
        ? 'The guest has no virtio_mem driver, so nothing follows the request.'
        : 'Nothing in the guest answers yet.';
  return device === undefined ? `t${moment} was asked. ${who}` : `${atHead(nameOf(device))} stays as it is. ${who}`;
}
