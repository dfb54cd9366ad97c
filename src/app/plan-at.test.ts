import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { Plan } from '../core/plan/plan';
import type { Instant } from '../core/timeline/instant';
import { momentOf, planAt } from './plan-at';

const finding = (code: string, path?: string): Diagnostic => ({
  ...{ code, severity: 'error', what: '', where: '', why: '', works: '' },
  ...(path === undefined ? {} : { path }),
});
const boot = { limit: 64, regions: [{ name: 'boot' }] };
const then = { limit: 64, regions: [{ name: 'boot' }, { name: 'dimm1' }] };
const tables = { e820: ['ram'], srat: ['window'], memoryDevices: [], files: [] };
const plan = {
  revision: 3,
  snapshots: [
    { id: 'qemu', spaces: { cpu: boot }, tables },
    { id: 'linux', spaces: { cpu: boot } },
  ],
  window: { range: { start: 1, end: 9 }, budget: 8, used: 0 },
  linux: { kernel: '7.2', iomem: [], firmwareMemmap: [], blocks: [], nodes: [] },
  diagnostics: [finding('boot'), finding('first', 'events.0'), finding('third', 'events.2.device.addr')],
} as unknown as Plan;
const linux = { iomem: ['line'], firmwareMemmap: [], blocks: ['run'], nodes: [] };
const instant = (moment: number, withLinux = true): Instant =>
  ({
    moment,
    machine: { cpu: then, memoryDevices: ['row'], used: 4, ...(withLinux ? { linux } : {}) },
  }) as unknown as Instant;

describe('the plan at a moment', () => {
  it('has the devices of the moment in the address space, the tables and the budget', () => {
    const at = planAt(plan, instant(1));
    expect(at.snapshots.map(({ spaces }) => spaces.cpu)).toEqual([then, then]);
    expect(at.snapshots.map((snapshot) => snapshot.tables?.memoryDevices)).toEqual([['row'], undefined]);
    expect(at.window).toEqual({ range: { start: 1, end: 9 }, budget: 8, used: 4 });
    expect(at.linux).toEqual({ kernel: '7.2', ...linux });
  });

  it('keeps every table that was written at boot, as the same object', () => {
    const at = planAt(plan, instant(1));
    expect(at.snapshots[0]?.tables?.e820).toBe(plan.snapshots[0]?.tables?.e820);
    expect(at.snapshots[0]?.tables?.srat).toBe(plan.snapshots[0]?.tables?.srat);
    expect(Object.hasOwn(at.snapshots[1] ?? {}, 'tables')).toBe(false);
    expect(at.revision).toBe(3);
  });

  it('has the findings of boot and of the steps that have happened', () => {
    const codes = (moment: number): string[] => planAt(plan, instant(moment)).diagnostics.map(({ code }) => code);
    expect(codes(0)).toEqual(['boot']);
    expect(codes(2)).toEqual(['boot', 'first']);
    expect(codes(3)).toEqual(['boot', 'first', 'third']);
  });

  it('leaves Linux as it was where the moment says nothing of it', () => {
    expect(planAt(plan, instant(1, false)).linux).toBe(plan.linux);
  });
});

describe('the moment of a finding', () => {
  it.each([
    [undefined, 0],
    ['memory.size', 0],
    ['devices.4', 0],
    ['events.0', 1],
    ['events.12.device.size', 13],
  ])('at %s is %d', (path, moment) => {
    expect(momentOf(path)).toBe(moment);
  });
});
