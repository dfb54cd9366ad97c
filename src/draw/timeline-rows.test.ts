import { describe, expect, it } from 'vitest';
import { stepsAxis, stepScale, wholeSight } from './timeline-axis';
import { busyTimeline, dayOfResizing, timelineOf } from './timeline-for-tests';
import { barPieces, deviceRows, rowGlyphs, standingRequests } from './timeline-rows';

const GiB = 2 ** 30;
const names = ['dimm1', 'dimm2', '', 'dimm3', 'dimm4', 'dimm5'];
const nameOf = (owner: string) => names[Number(owner.split('.')[1])] ?? owner;
const axis = stepsAxis(6);
const scale = stepScale(axis, wholeSight(axis), 100, 700);
const isUnplug = (step: number) => step === 3;
const rows = deviceRows(dayOfResizing, nameOf);
const row = (label: string) =>
  rows.find((each) => each.label === label) ?? { label, owner: '', spans: [], isRefused: false };

describe('rows of devices', () => {
  it('are one for each name, in the order in which they come', () => {
    expect(rows.map(({ label, isRefused }) => [label, isRefused])).toEqual([
      ['dimm1', false],
      ['dimm2', false],
      ['dimm3', false],
      ['dimm4', false],
      ['dimm5', true],
    ]);
  });

  it('have a bar from plug to unplug', () => {
    expect(barPieces(dayOfResizing, row('dimm1'), scale)).toEqual([
      { from: 200, to: 400, span: 0, kind: 'pc-dimm', state: 'online', share: 1, isFirst: true, isLast: true },
    ]);
    expect(barPieces(dayOfResizing, row('dimm5'), scale)).toEqual([]);
  });

  it('have glyphs where something is asked for, given back or refused', () => {
    const none = new Map();
    const glyphs = (label: string) =>
      rowGlyphs(dayOfResizing, row(label), scale, none, isUnplug).map(({ what, moment }) => [what, moment]);
    expect(glyphs('dimm1')).toEqual([
      ['plugged', 1],
      ['requested', 3],
      ['gone', 3],
    ]);
    expect(glyphs('dimm5')).toEqual([['refused', 6]]);
  });

  it('tell a request that the guest declined, and memory that stays offline', () => {
    const declined = timelineOf({
      steps: 3,
      spans: [
        {
          from: 1,
          start: 0,
          size: GiB,
          slot: 0,
          states: [
            { from: 1, state: 'offline' },
            { from: 2, state: 'online' },
          ],
        },
      ],
      outcomes: { 3: ['declined', 0] },
    });
    const requests = standingRequests(declined, isUnplug);
    const [only] = deviceRows(declined, () => 'd');
    if (only === undefined) throw new Error('there is a row');
    const four = stepsAxis(3);
    const sight = stepScale(four, wholeSight(four), 0, 400);
    expect(rowGlyphs(declined, only, sight, requests, isUnplug).map(({ what, moment }) => [what, moment])).toEqual([
      ['plugged', 1],
      ['offline', 1],
      ['requested', 3],
    ]);
    expect(barPieces(declined, only, sight).map(({ from, to, state, share }) => [from, to, state, share])).toEqual([
      [100, 200, 'offline', 0],
      [200, 400, 'online', 1],
    ]);
  });

  it('tell a request that QEMU refused on the device that stays', () => {
    const fixed = timelineOf({
      steps: 2,
      spans: [
        { from: 0, start: 0, size: GiB, kind: 'sp-mem', origin: -1 },
        { from: 2, to: 2, size: GiB, kind: 'sp-mem' },
      ],
      outcomes: { 1: ['refused', 0], 2: ['refused', 1] },
    });
    const requests = standingRequests(fixed, (step) => step === 1);
    expect([...requests]).toEqual([[0, [{ moment: 1, outcome: 'refused' }]]]);
    const three = stepsAxis(2);
    const sight = stepScale(three, wholeSight(three), 0, 300);
    const glyphs = deviceRows(fixed, (owner) => owner).map((each) =>
      rowGlyphs(fixed, each, sight, requests, () => false).map(({ what, moment }) => [what, moment]),
    );
    expect(glyphs).toEqual([[['refused', 1]], [['refused', 2]]]);
  });

  it('are the slots where there are too many devices to name', () => {
    const busy = busyTimeline(2000);
    const slots = deviceRows(busy, (owner) => owner);
    expect(slots.map(({ label }) => label)).toEqual(Array.from({ length: 32 }, (_, slot) => `slot ${slot}`));
  });

  it('join stays that are too short to tell apart', () => {
    const busy = busyTimeline(50_000);
    const [first] = deviceRows(busy, (owner) => owner);
    if (first === undefined) throw new Error('there is a row');
    const many = stepsAxis(50_000);
    expect(first.spans.length).toBeGreaterThan(500);
    expect(barPieces(busy, first, stepScale(many, wholeSight(many), 0, 600)).length).toBeLessThan(10);
  });
});
