import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InlinePlanner } from '../client/inline-planner';
import { GiB, MiB } from '../core/base/addr';
import { formatRange } from '../core/base/size-text';
import { layout } from '../core/document/layout-builder';
import { fourApu } from '../core/document/samples/four-apu';
import type { LayoutDocument } from '../core/document/schema';
import type { Region } from '../core/space/region';
import { DocumentHistory } from './history.svelte';
import { testPage } from './page-for-tests';
import { PlanState } from './plans.svelte';
import { Placing } from './placing.svelte';
import { Selection } from './selection.svelte';

const E820_SHA = 'abf896031bf25f20861bae490e51601de0f43457964fddfffafe34035adf74f7';

const planners: InlinePlanner[] = [];
afterEach(() => planners.splice(0).forEach((planner) => planner.dispose()));

/** A page's state around one layout, planned. */
async function workbench(document: LayoutDocument, isFetched = true) {
  const planner = new InlinePlanner();
  planners.push(planner);
  const history = new DocumentHistory(document);
  const plans = new PlanState(planner, () => history.revision);
  const selection = new Selection();
  const page = testPage();
  const placing = new Placing({ history, plans, selection, planner, page });
  if (isFetched) await placing.fetch();
  /** Until the layout is planned, as the page sees to after every edit. */
  const settle = async (): Promise<void> => {
    if (plans.current?.revision !== history.revision) plans.ask(history.current, history.revision);
    await vi.waitFor(() => expect(plans.stale).toBe(false), { interval: 1 });
    await vi.waitFor(() => expect(plans.current).toBeDefined(), { interval: 1 });
    placing.follow(plans.current);
  };
  /** Until the planner has said what would work. */
  const advised = (): Promise<void> =>
    vi.waitFor(() => expect(placing.picture?.nearest ?? placing.picture?.works).toBeDefined(), { interval: 1 });
  const regions = (): readonly Region[] => plans.current?.snapshots[0]?.spaces.cpu.regions ?? [];
  const region = (name: string): Region => {
    const found = regions().findLast((each) => each.name === name);
    if (found === undefined) throw new Error(`nothing is called ${name}`);
    return found;
  };
  const at = (name: string): string => formatRange(region(name).range);
  const addresses = (): (number | undefined)[] =>
    history.current.devices.map((device) => ('addr' in device ? device.addr : undefined));
  const e820 = (): string => {
    const file = plans.current?.snapshots[0]?.tables?.files.find(({ name }) => name === 'etc/e820');
    return createHash('sha256')
      .update(file?.bytes ?? new Uint8Array())
      .digest('hex');
  };
  await settle();
  return { placing, history, plans, selection, page, settle, advised, region, at, addresses, e820 };
}

const stacks = fourApu.document;
const withoutStacks: LayoutDocument = { ...stacks, devices: [], backends: stacks.backends.slice(0, 1) };

describe('dragging a device', () => {
  it('sets its address in whole steps, and those that QEMU places after it make room', async () => {
    const bench = await workbench(stacks);
    const { placing, region, settle } = bench;
    const grab = region('sp2').range.start + 5 * GiB;
    expect(placing.begin(region('sp2'), 'body', grab)).toBe(true);
    placing.moveTo(grab + 1.4 * GiB, false);
    await settle();
    expect(bench.addresses()).toEqual([undefined, 0x30_c000_0000, undefined, undefined]);
    expect(placing.picture).toMatchObject({
      state: 'works',
      snap: '1 GiB',
      readout: '0x30c0000000, 128 GiB, QEMU starts',
    });
    expect(placing.picture?.from).toEqual({ start: 0x30_8000_0000, end: 0x50_8000_0000 });
    placing.drop();
    expect(placing.picture).toBeUndefined();
    expect([bench.at('sp2'), bench.at('sp3')]).toEqual(['0x30c0000000-0x50bfffffff', '0x50c0000000-0x70bfffffff']);
    expect(bench.selection.selected).toEqual({ path: 'devices.1' });
  });

  it('is one undo step however many moves it had', async () => {
    const { placing, region, settle, history } = await workbench(stacks);
    const grab = region('sp4').range.start;
    placing.begin(region('sp4'), 'body', grab);
    for (const steps of [1, 2, 3, 4]) {
      placing.moveTo(grab + steps * GiB, false);
      await settle();
    }
    placing.drop();
    expect(history.current).not.toBe(stacks);
    history.undo();
    expect(history.current).toBe(stacks);
    expect(history.canUndo).toBe(false);
  });

  it('that ends where it began leaves nothing to undo, and the address to QEMU', async () => {
    const { placing, region, settle, history } = await workbench(stacks);
    const grab = region('sp4').range.start;
    placing.begin(region('sp4'), 'body', grab);
    placing.moveTo(grab + GiB, false);
    await settle();
    placing.moveTo(grab + 100 * MiB, false);
    placing.drop();
    expect(history.current).toBe(stacks);
    expect([history.canUndo, history.canRedo]).toEqual([false, false]);
    expect(placing.active).toBe(false);
  });

  it('goes on in finer steps with Alt, or in those that were chosen', async () => {
    const { placing, region, page } = await workbench(stacks);
    const grab = region('sp4').range.start;
    placing.begin(region('sp4'), 'body', grab);
    placing.moveTo(grab + 300 * MiB, true);
    expect(placing.picture).toMatchObject({ snap: '128 MiB', range: { start: grab + 256 * MiB } });
    placing.snap = 2 * MiB;
    placing.moveTo(grab + 300 * MiB, false);
    expect(placing.picture).toMatchObject({ snap: '2 MiB', range: { start: grab + 300 * MiB } });
    expect(page.storage?.getItem('physmap.snap')).toBe(String(2 * MiB));
  });

  it('sticks to the edges of what lies beside it, within reach of the pointer', async () => {
    const { placing, region } = await workbench(withoutStacks);
    placing.beginNew('sp-mem', region('Window, free').range.start + 200 * GiB);
    placing.moveTo(region('RAM high').range.end + 3 * GiB, false, 4 * GiB);
    expect(placing.picture?.range.start).toBe(0x10_8000_0000);
    placing.moveTo(region('RAM high').range.end + 3 * GiB, true, 4 * GiB);
    expect(placing.picture?.range.start).toBe(0x11_4000_0000);
  });

  it('is called off with Escape, as if it had never been', async () => {
    const { placing, region, settle, history } = await workbench(stacks);
    history.commit({ op: 'set', path: 'title', value: 'x' });
    history.undo();
    const grab = region('sp1').range.start;
    await settle();
    placing.begin(region('sp1'), 'body', grab);
    placing.moveTo(grab + 2 * GiB, false);
    await settle();
    placing.cancel();
    expect(history.current).toBe(stacks);
    expect([history.canUndo, history.canRedo]).toEqual([false, true]);
    expect(placing.announcement).toBe('sp1 is back where it was.');
  });

  it('ends when somebody else changes the layout', async () => {
    const { placing, region, history } = await workbench(stacks);
    placing.begin(region('sp1'), 'body', region('sp1').range.start);
    placing.moveTo(region('sp1').range.start + GiB, false);
    history.undo();
    expect(placing.active).toBe(false);
    placing.moveTo(0, false);
    placing.drop();
    expect(history.current).toBe(stacks);
  });
});

describe('a place that QEMU refuses', () => {
  const refused = async () => {
    const bench = await workbench(stacks);
    const grab = bench.region('sp4').range.start;
    bench.placing.begin(bench.region('sp4'), 'body', grab);
    bench.placing.moveTo(grab - 2 * GiB, false);
    await bench.settle();
    return bench;
  };

  it("shows QEMU's sentence and the nearest place that works, over the last good plan", async () => {
    const { placing, advised, plans } = await refused();
    await advised();
    expect(placing.picture).toMatchObject({
      state: 'refused',
      message: expect.stringContaining("address range conflicts with memory device id='sp3'") as string,
      nearest: { start: 0x70_8000_0000, end: 0x90_8000_0000 },
      readout: '0x7000000000, 128 GiB, QEMU will not start',
      dropped: false,
    });
    expect(plans.current?.verdict.starts).toBe(false);
    expect(placing.basePlan?.verdict.starts).toBe(true);
  });

  it('stays shown when it is dropped, and is accepted elsewhere in the same undo step', async () => {
    const { placing, advised, settle, history, at } = await refused();
    placing.drop();
    await advised();
    expect(placing.picture).toMatchObject({ dropped: true, state: 'refused' });
    expect([placing.active, placing.moving]).toEqual([true, false]);
    placing.accept();
    await settle();
    expect(placing.picture).toBeUndefined();
    expect(at('sp4')).toBe('0x7080000000-0x907fffffff');
    history.undo();
    expect(history.current).toBe(stacks);
  });

  it('can be taken back after it was dropped', async () => {
    const { placing, history } = await refused();
    placing.drop();
    placing.cancel();
    expect(history.current).toBe(stacks);
    expect([history.canUndo, history.canRedo]).toEqual([false, false]);
  });

  it('is left as it is by another selection', async () => {
    const { placing, selection, history } = await refused();
    placing.drop();
    selection.select({ path: 'devices.0' });
    expect(placing.picture).toBeUndefined();
    expect(history.current).not.toBe(stacks);
    history.undo();
    expect(history.current).toBe(stacks);
  });

  it('is given room by what lies fast only: half a GiB on either side is no room for 1 GiB', async () => {
    const document = layout()
      .ram('4G', { maxmem: '6G' })
      .node('4G')
      .specificPurpose('1G', { addr: 0x1_8000_0000 })
      .specificPurpose('1G')
      .build();
    const { placing, region, settle, advised } = await workbench(document);
    placing.snap = 128 * MiB;
    placing.begin(region('sp1'), 'body', 0x1_8000_0000);
    placing.moveTo(0x1_a000_0000, false);
    await settle();
    await advised();
    expect(placing.picture).toMatchObject({
      message: expect.stringContaining('memory fragmented due to alignments') as string,
      nearest: { start: 0x1_8000_0000 },
    });
  });

  it('says what would work where no place does', async () => {
    const { placing, settle, advised } = await workbench(stacks);
    placing.beginNew('sp-mem', 0x20_0000_0000);
    await settle();
    await advised();
    expect(placing.picture?.message).toContain('not enough space, currently 0x8000000000 in use');
    expect(placing.picture?.nearest).toBeUndefined();
    expect(placing.picture?.works).toMatch(/maxmem/);
    placing.accept();
    expect(placing.active).toBe(true);
  });
});

describe('dragging an edge', () => {
  it('at the end resizes the backend and keeps the address', async () => {
    const { placing, region, settle, history, at } = await workbench(stacks);
    const { end } = region('sp4').range;
    placing.begin(region('sp4'), 'end', end);
    placing.moveTo(end - 10.2 * GiB, false);
    await settle();
    expect(placing.picture?.readout).toBe('0x7080000000, 118 GiB, QEMU starts');
    placing.drop();
    expect(history.current.backends[4]?.size).toBe(118 * GiB);
    expect(history.current.devices).toBe(stacks.devices);
    expect(at('sp4')).toBe('0x7080000000-0x8dffffffff');
  });

  it('at the start changes address and size, so that the end stays', async () => {
    const { placing, region, settle, at, addresses } = await workbench(stacks);
    const { start } = region('sp4').range;
    placing.begin(region('sp4'), 'start', start);
    placing.moveTo(start + 8 * GiB, false);
    await settle();
    placing.drop();
    expect(at('sp4')).toBe('0x7280000000-0x907fffffff');
    expect(addresses()[3]).toBe(0x72_8000_0000);
  });

  it('never leaves less than one step', async () => {
    const { placing, region, history } = await workbench(stacks);
    const { start, end } = region('sp4').range;
    placing.begin(region('sp4'), 'end', end);
    placing.moveTo(start - 40 * GiB, false);
    expect(history.current.backends[4]?.size).toBe(GiB);
    expect(placing.picture?.range).toEqual({ start, end: start + GiB });
  });

  it('past the budget names the largest size that works', async () => {
    const { placing, region, settle, advised, history } = await workbench(stacks);
    const { end } = region('sp4').range;
    placing.begin(region('sp4'), 'end', end);
    placing.moveTo(end + 2 * GiB, false);
    await settle();
    await advised();
    expect(placing.picture).toMatchObject({
      message: expect.stringContaining('not enough space, currently 0x6000000000 in use') as string,
      nearest: { start: 0x70_8000_0000, end },
    });
    placing.drop();
    placing.accept();
    expect(history.current).toBe(stacks);
    expect(history.canUndo).toBe(false);
  });

  it('of high RAM sets -m and the backend of its node together', async () => {
    const document = layout().ram('8G', { maxmem: '32G' }).node('8G').specificPurpose('4G').build();
    const { placing, region, settle, history, at } = await workbench(document);
    const high = region('RAM high');
    expect(placing.handlesOf(high)).toEqual(['end']);
    placing.begin(high, 'end', high.range.end);
    placing.moveTo(high.range.end + 4 * GiB, false);
    await settle();
    expect(placing.picture).toMatchObject({ state: 'works', readout: '0x100000000, 12 GiB, QEMU starts' });
    placing.drop();
    expect(history.current.memory.size).toBe(12 * GiB);
    expect(history.current.backends[0]?.size).toBe(12 * GiB);
    // The window opens behind it, and the device in it follows.
    expect(at('sp1')).toBe('0x380000000-0x47fffffff');
  });

  it('of RAM without nodes sets -m alone, also where it was left to QEMU', async () => {
    const { placing, region, settle, history } = await workbench(layout().build());
    const ram = region('RAM');
    placing.begin(ram, 'end', ram.range.end);
    placing.moveTo(ram.range.end + 384 * MiB, false);
    await settle();
    expect(placing.picture).toMatchObject({ snap: '128 MiB', state: 'works' });
    placing.drop();
    expect(history.current.memory.size).toBe(512 * MiB);
  });

  it('of the window sets maxmem', async () => {
    const { placing, region, settle, history } = await workbench(stacks);
    const free = region('Window, free');
    placing.begin(free, 'end', free.range.end);
    placing.moveTo(free.range.end + 16 * GiB, false);
    await settle();
    placing.drop();
    expect(history.current.memory.maxmem).toBe(592 * GiB);
  });
});

describe('what can be dragged', () => {
  it('is all of a device, the end of RAM and of the window, and nothing that the machine fixes', async () => {
    const { placing, region } = await workbench(stacks);
    const handles = (name: string) => placing.handlesOf(region(name));
    expect(handles('sp1')).toEqual(['body', 'start', 'end']);
    expect(handles('RAM high')).toEqual(['end']);
    expect(handles('Window, free')).toEqual(['end']);
    for (const fixed of ['RAM low', 'PCI, flash', '64-bit PCI hole', 'HyperTransport'])
      expect(handles(fixed)).toEqual([]);
    expect(placing.begin(region('HyperTransport'), 'body', 0)).toBe(false);
    expect(placing.active).toBe(false);
  });
});

describe('placing with the keyboard', () => {
  it('moves what is selected by one step, or by 1 GiB with Shift, and tells where it is', async () => {
    const { placing, selection, settle, addresses, history } = await workbench(stacks);
    placing.snap = 128 * MiB;
    selection.select({ path: 'devices.3.memdev' });
    expect(placing.canNudge()).toBe(true);
    placing.nudge(1, false);
    await settle();
    expect(addresses()[3]).toBe(0x70_8800_0000);
    expect(placing.announcement).toBe('0x7088000000, 128 GiB, QEMU starts.');
    placing.nudge(1, true);
    await settle();
    placing.nudge(-1, false);
    await settle();
    expect(addresses()[3]).toBe(0x70_b800_0000);
    placing.drop();
    expect(placing.announcement).toBe('sp4 is at 0x70b8000000, 128 GiB.');
    history.undo();
    expect(history.current).toBe(stacks);
  });

  it('resizes by the edge that is named', async () => {
    const { placing, selection, settle, history } = await workbench(stacks);
    selection.select({ path: 'devices.3' });
    placing.nudge(-1, false, 'end');
    await settle();
    placing.nudge(-1, false, 'end');
    await settle();
    placing.drop();
    expect(history.current.backends[4]?.size).toBe(126 * GiB);
  });

  it('moves and resizes in one undo step, and leaves nothing to undo when it comes back', async () => {
    const { placing, selection, settle, history, addresses, at } = await workbench(stacks);
    selection.select({ path: 'devices.3' });
    for (const [by, handle] of [
      [1, 'body'],
      [-1, 'end'],
      [1, 'body'],
      [-1, 'start'],
    ] as const) {
      placing.nudge(by, false, handle);
      await settle();
    }
    expect([addresses()[3], history.current.backends[4]?.size]).toEqual([0x70_c000_0000, 128 * GiB]);
    expect(at('sp4')).toBe('0x70c0000000-0x90bfffffff');
    placing.nudge(-1, false);
    expect(history.current).toBe(stacks);
    expect(history.canUndo).toBe(false);
    placing.nudge(1, false);
    placing.nudge(-1, false, 'end');
    await settle();
    placing.drop();
    history.undo();
    expect(history.current).toBe(stacks);
  });

  it('says what QEMU refuses and what would work', async () => {
    const { placing, selection, settle, advised } = await workbench(stacks);
    selection.select({ path: 'devices.3' });
    placing.nudge(-1, false);
    await settle();
    await advised();
    expect(placing.announcement).toMatch(
      /^0x7040000000, 128 GiB, QEMU will not start\. .*conflicts with memory device id='sp3'\. Nearest that works: 0x7080000000, 128 GiB\.$/,
    );
  });

  it('does nothing to what cannot be moved', async () => {
    const { placing, selection, history } = await workbench(stacks);
    selection.select({ path: 'cpu' });
    expect(placing.canNudge()).toBe(false);
    placing.nudge(1, false);
    expect(placing.editAddress()).toBe(false);
    expect(history.current).toBe(stacks);
  });

  it('leads to the address field for an exact value', async () => {
    const { placing, selection, page } = await workbench(stacks);
    selection.select({ path: 'devices.1' });
    expect(placing.editAddress()).toBe(true);
    expect(page.focused).toEqual(['devices.1.addr']);
    expect(selection.selected).toEqual({ path: 'devices.1.addr' });
  });
});

describe('four HBM stacks placed by hand', () => {
  it('with the pointer give the very bytes of etc/e820', async () => {
    const { placing, region, settle, e820, history } = await workbench(withoutStacks);
    for (let stack = 0; stack < 4; stack += 1) {
      const { start } = region('Window, free').range;
      // Where a hand gets to, a few GiB off; the edge draws it the rest of the way.
      placing.beginNew('sp-mem', start + 9 * GiB);
      await settle();
      placing.moveTo(start + 3.3 * GiB, false, 4 * GiB);
      await settle();
      expect(placing.picture?.state).toBe('works');
      placing.drop();
    }
    expect(e820()).toBe(E820_SHA);
    expect(history.current.nodes).toBe(withoutStacks.nodes);
    expect(history.current.devices.map((device) => 'node' in device && device.node)).toEqual([1, 2, 3, 4]);
    [1, 2, 3, 4].forEach(() => history.undo());
    expect(history.current).toBe(withoutStacks);
  });

  it('with the keyboard do so too', async () => {
    const { placing, settle, e820, addresses } = await workbench(withoutStacks);
    for (let stack = 0; stack < 4; stack += 1) {
      placing.beginNew('sp-mem');
      await settle();
      placing.nudge(1, false);
      await settle();
      placing.nudge(-1, false);
      await settle();
      placing.drop();
      expect(placing.active).toBe(false);
    }
    expect(addresses()).toEqual([0x10_8000_0000, 0x30_8000_0000, 0x50_8000_0000, 0x70_8000_0000]);
    expect(e820()).toBe(E820_SHA);
  });

  it('are left to QEMU where no key moves them, and called off without a trace', async () => {
    const { placing, settle, history, addresses, selection } = await workbench(withoutStacks);
    placing.beginNew('sp-mem');
    expect(placing.announcement).toContain('sp1 is held: up and down move it by 1 GiB');
    await settle();
    placing.drop();
    expect(addresses()).toEqual([undefined]);
    placing.beginNew('sp-mem', 0x40_0000_0000);
    await settle();
    placing.cancel();
    expect(history.current.devices).toHaveLength(1);
    expect(selection.selected).toBeUndefined();
  });
});

describe('placing before its code has arrived', () => {
  it('loses nothing of a drag: it is held at once, and lies where it was dropped once the code is there', async () => {
    const { placing, history, selection, settle, region, addresses } = await workbench(stacks, false);
    const { start } = region('sp4').range;
    expect(placing.begin(region('sp4'), 'body', start + 5 * GiB)).toBe(true);
    expect([placing.active, placing.moving, placing.handle]).toEqual([true, true, 'body']);
    expect(selection.selected).toEqual({ path: 'devices.3' });
    for (const by of [1, 2, 3]) placing.moveTo(start + (5 + by) * GiB, false);
    placing.drop();
    expect([placing.active, placing.moving]).toEqual([true, false]);
    expect(history.current).toBe(stacks);
    await placing.fetch();
    await settle();
    expect(addresses()).toEqual([undefined, undefined, undefined, start + 3 * GiB]);
    expect(placing.active).toBe(false);
    history.undo();
    expect(history.current).toBe(stacks);
    expect(history.canUndo).toBe(false);
  });

  it('loses no key: what was added, moved and dropped with keys alone is there', async () => {
    const { placing, history, settle, e820 } = await workbench(withoutStacks, false);
    const press = (key: string): boolean =>
      placing.press({ key, code: key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false });
    expect(press('ArrowDown')).toBe(false);
    const lone = await workbench(withoutStacks);
    lone.placing.beginNew('sp-mem');
    lone.placing.nudge(1, false);
    lone.placing.nudge(-1, false);
    lone.placing.drop();
    await lone.settle();
    placing.beginNew('sp-mem');
    expect(['ArrowDown', 'ArrowUp', 'Enter', 'x'].map(press)).toEqual([true, true, true, false]);
    expect(history.current).toBe(withoutStacks);
    await placing.fetch();
    await settle();
    expect(history.current).toEqual(lone.history.current);
    expect(e820()).toBe(lone.e820());
  });

  it('moves what is selected with a key, and puts it back with the next', async () => {
    const { placing, history, selection, addresses } = await workbench(stacks, false);
    placing.nudge(1, false);
    expect(placing.active).toBe(false);
    selection.select({ path: 'devices.3' });
    placing.nudge(1, false);
    expect(placing.moving).toBe(true);
    placing.cancel();
    expect(placing.moving).toBe(false);
    await placing.fetch();
    expect(addresses()).toEqual([undefined, undefined, undefined, undefined]);
    expect(history.canUndo).toBe(false);
  });
});
