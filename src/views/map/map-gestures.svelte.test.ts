import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { testPage, type TestPage } from '../../app/page-for-tests';
import { Workspace } from '../../app/workspace.svelte';
import { GiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import { emptyDocument } from '../../core/document/defaults';
import { samples } from '../../core/document/samples';
import { InlinePlanner } from '../../client/inline-planner';
import '../../styles/fonts.css';
import '../../styles/tokens.css';
import '../../styles/base.css';
import MapForTests from './MapForTests.svelte';

const SIZE = { width: 728, height: 640 };

async function show(
  size: Partial<typeof SIZE> = {},
  withHost = false,
): Promise<{ workspace: Workspace; page: TestPage }> {
  const sample = samples.find('four-apu')?.document;
  if (sample === undefined) throw new Error('there is a sample with four APUs');
  const layout = withHost ? sample : { ...sample, host: emptyDocument().host };
  const testingPage = testPage();
  const workspace = new Workspace({ document: layout, saved: true, planner: new InlinePlanner(), page: testingPage });
  const stop = workspace.start();
  await render(MapForTests, { workspace, ...SIZE, ...size });
  await expect.element(option(/^sp1/)).toBeInTheDocument();
  cleanUp.push(stop);
  await workspace.placing.fetch();
  return { workspace, page: testingPage };
}
const cleanUp: (() => void)[] = [];
afterEach(() => cleanUp.splice(0).forEach((stop) => stop()));

const option = (name: RegExp) => page.getByRole('option', { name });
const list = () => page.getByRole('listbox', { name: 'Guest address space' });
const boxOf = (name: RegExp): DOMRect => option(name).element().getBoundingClientRect();
const listBox = (): DOMRect => list().element().getBoundingClientRect();
const settled = async (workspace: Workspace) =>
  expect.poll(() => workspace.plans.current?.revision === workspace.history.revision).toBe(true);

/** Turns the wheel at a point of the map. */
function wheel(y: number, init: WheelEventInit): WheelEvent {
  const { left, top } = listBox();
  const event = new WheelEvent('wheel', {
    bubbles: true,
    cancelable: true,
    clientX: left + 200,
    clientY: top + y,
    ...init,
  });
  list().element().dispatchEvent(event);
  return event;
}

/** The address under a point, as the status line tells it. */
async function addressAt(workspace: Workspace, y: number): Promise<number | undefined> {
  await list().hover({ position: { x: 200, y: y + 1 } });
  await list().hover({ position: { x: 200, y } });
  return workspace.pointer.address;
}

/** Bytes that a pixel about there stands for. */
async function bytesPerPixel(workspace: Workspace, y: number): Promise<number> {
  const [above = 0, below = 0] = [await addressAt(workspace, y - 4), await addressAt(workspace, y + 4)];
  return (below - above) / 8;
}

const middleOf = (name: RegExp): number => {
  const { top, height } = boxOf(name);
  return Math.round(top + height / 2 - listBox().top);
};

describe('a wheel over the map', () => {
  it('zooms at the pointer with Ctrl, where the address stays', async () => {
    const { workspace } = await show();
    const y = middleOf(/^sp2/);
    const before = await addressAt(workspace, y);
    const coarse = await bytesPerPixel(workspace, y);
    for (const deltaY of [-120, -120, -120, -120]) {
      expect(wheel(y, { deltaY, ctrlKey: true }).defaultPrevented).toBe(true);
    }
    const fine = await bytesPerPixel(workspace, y);
    expect(fine).toBeCloseTo(coarse / 4, -3);
    // The pointer itself is no finer than a pixel.
    expect(Math.abs(((await addressAt(workspace, y)) ?? 0) - (before ?? 0))).toBeLessThan(fine);
  });

  it('pans a map that is longer than its place, never zooms, and is the page’s at the end', async () => {
    const { workspace } = await show();
    const y = middleOf(/^sp2/);
    expect(wheel(y, { deltaY: 100 }).defaultPrevented).toBe(false);
    for (let turns = 0; turns < 6; turns += 1) wheel(y, { deltaY: -120, ctrlKey: true });
    const below = await addressAt(workspace, y + 60);
    const fine = await bytesPerPixel(workspace, y);
    expect(wheel(y, { deltaY: 60 }).defaultPrevented).toBe(true);
    expect(Math.abs(((await addressAt(workspace, y)) ?? 0) - (below ?? 0))).toBeLessThan(fine);
    expect(await bytesPerPixel(workspace, y)).toBeCloseTo(fine, 0);
    let turns = 0;
    while (wheel(y, { deltaY: -400 }).defaultPrevented && turns < 50) turns += 1;
    expect(turns).toBeLessThan(50);
    expect(wheel(y, { deltaY: -400, shiftKey: true }).defaultPrevented).toBe(true);
  });
});

describe('zoom and pan by key', () => {
  it('zoom with W and S, pan with A and D, centre and fit with F, show all with 0, and tell what is in sight', async () => {
    const { workspace } = await show();
    workspace.selection.select({ path: 'devices.1' });
    const { height } = boxOf(/^sp2/);
    await userEvent.keyboard('f');
    await expect.poll(() => boxOf(/^sp2/).height).toBeGreaterThan(height * 4);
    await expect.element(page.getByText(/^In sight: 0x/)).toBeInTheDocument();
    const wide = await bytesPerPixel(workspace, 300);
    await userEvent.keyboard('ww');
    expect(await bytesPerPixel(workspace, 300)).toBeCloseTo(wide / 2, -3);
    const before = await addressAt(workspace, 300);
    await userEvent.keyboard('d');
    expect(await addressAt(workspace, 300)).toBeGreaterThan(before ?? 0);
    await userEvent.keyboard('a');
    expect(await addressAt(workspace, 300)).toBe(before);
    await userEvent.keyboard('ss');
    expect(await bytesPerPixel(workspace, 300)).toBeCloseTo(wide, -3);
    await userEvent.keyboard('0');
    await expect.poll(() => boxOf(/^sp2/).height).toBeLessThan(height * 1.1);
  });

  it('mark the address under the pointer, and keep the mark', async () => {
    const { workspace } = await show();
    const at = Math.floor((await addressAt(workspace, 200)) ?? 0);
    await userEvent.keyboard('m');
    await expect.poll(() => workspace.marks.all).toEqual([at]);
    await userEvent.keyboard('{Shift>}m{/Shift}');
    await addressAt(workspace, 300);
    await userEvent.keyboard('m');
    await expect.poll(() => workspace.marks.all).toHaveLength(2);
    expect(workspace.marks.all[0]).toBe(at);
  });

  it('tell what another part of the page selects', async () => {
    const { workspace } = await show();
    workspace.selection.select({ path: 'devices.1' });
    await expect
      .element(page.getByText(/^sp2, soft reserved, 0x3080000000 to 0x507fffffff, 128 GiB/))
      .toBeInTheDocument();
  });

  it('go to bytes that another part of the page asks for, tall enough to read, and say so', async () => {
    const { workspace } = await show();
    workspace.sight.show({ range: range(0x8000_0000, 0x8010_0000), said: 'Here they are' });
    await expect.element(page.getByText('Here they are')).toBeInTheDocument();
    await expect.poll(() => boxOf(/^PCI, flash/).height).toBeGreaterThan(250);
    expect(workspace.sight.wanted).toBeUndefined();
  });
});

describe('double-click and minimap', () => {
  it('a double-click fits a range', async () => {
    await show();
    const { height } = boxOf(/^sp3/);
    await option(/^sp3/).dblClick();
    await expect.poll(() => boxOf(/^sp3/).height).toBeGreaterThan(height * 4);
  });

  it('a press on the minimap brings that part into sight', async () => {
    await show();
    await option(/^RAM low/).dblClick();
    await expect.poll(() => boxOf(/^RAM low/).height).toBeGreaterThan(300);
    const minimap = document.querySelector<HTMLCanvasElement>('.side canvas');
    if (minimap === null) throw new Error('this map is wide enough for a minimap');
    await userEvent.click(minimap, { position: { x: 20, y: 330 } });
    await expect.element(option(/^sp3|^sp4/).first()).toBeInTheDocument();
    await expect.element(option(/^RAM low/)).not.toBeInTheDocument();
  });
});

describe('a brush', () => {
  const brush = (from: number, to: number) =>
    userEvent.dragAndDrop(list(), list(), { sourcePosition: { x: 40, y: from }, targetPosition: { x: 40, y: to } });

  it('measures the bytes beside it, from edge to edge, and copies them', async () => {
    const { page: around } = await show();
    const { top } = listBox();
    const { top: from, bottom: to } = boxOf(/^sp2/);
    await brush(from - top + 1, to - top - 2);
    await expect.element(page.getByText('0x3080000000 to 0x507fffffff')).toBeVisible();
    await expect.element(page.getByText('128 GiB', { exact: true })).toBeVisible();
    await page.getByRole('menuitem', { name: /^Copy range/ }).click();
    expect(around.copied).toEqual(['0x3080000000-0x507fffffff']);
    await expect.element(list()).toHaveFocus();
  });

  it('zooms to them, or is taken away with Esc', async () => {
    await show();
    const { top } = listBox();
    const { top: from, bottom: to, height } = boxOf(/^sp2/);
    await brush(from - top + 1, to - top - 2);
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
    await brush(from - top + 1, to - top - 2);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => boxOf(/^sp2/).height).toBeGreaterThan(height * 4);
  });

  it('has a context menu for single ranges beside it', async () => {
    const { workspace } = await show();
    await option(/^sp2/).click({ button: 'right' });
    await expect.element(page.getByRole('menuitem', { name: 'Zoom to it' })).toHaveFocus();
    await page.getByRole('menuitem', { name: /^Mark address/ }).click();
    expect(workspace.marks.all[0]).toBeGreaterThan(194 * GiB);
    expect(workspace.marks.all[0]).toBeLessThan(322 * GiB);
  });
});

describe('placing by hand', () => {
  it('drags the body of a device along the free window, and Undo brings it back in one step', async () => {
    const { workspace } = await show();
    await option(/^sp4/).click();
    const y = middleOf(/^sp4/);
    await userEvent.dragAndDrop(list(), list(), {
      sourcePosition: { x: 200, y },
      targetPosition: { x: 200, y: y + 2 },
    });
    expect(workspace.history.canUndo).toBe(false);
    for (let turns = 0; turns < 6; turns += 1) wheel(y, { deltaY: -120, ctrlKey: true });
    const pixels = Math.round((3 * GiB) / (await bytesPerPixel(workspace, y)));
    await userEvent.dragAndDrop(list(), list(), {
      sourcePosition: { x: 200, y },
      targetPosition: { x: 200, y: y + pixels },
    });
    await settled(workspace);
    await expect.poll(() => workspace.placing.active).toBe(false);
    const device = workspace.history.current.devices[3];
    expect([452, 453, 454].map((start) => ({ ...device, addr: start * GiB }))).toContainEqual(device);
    workspace.history.undo();
    expect(workspace.history.canUndo).toBe(false);
    expect(workspace.history.current.devices[3]).not.toHaveProperty('addr');
  });

  it('nudges what is selected with Alt and an arrow, by 1 GiB with Shift, all in one undo step', async () => {
    const { workspace } = await show();
    await option(/^sp4/).click();
    await userEvent.keyboard('{Alt>}{ArrowDown}{Shift>}{ArrowDown}{/Shift}{/Alt}');
    await settled(workspace);
    expect(workspace.history.current.devices[3]).toMatchObject({ addr: 452 * GiB });
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => workspace.placing.active).toBe(false);
    workspace.history.undo();
    expect(workspace.history.canUndo).toBe(false);
  });

  it('holds a range with Space, moves it with arrows, and puts it back with Esc', async () => {
    const { workspace } = await show();
    await option(/^sp4/).click();
    await expect.element(list()).toHaveFocus();
    await userEvent.keyboard(' ');
    expect(workspace.placing.moving).toBe(true);
    await userEvent.keyboard('{ArrowDown}{Shift>}{ArrowDown}{/Shift}');
    await settled(workspace);
    expect(workspace.history.current.devices[3]).toMatchObject({ addr: 452 * GiB });
    await userEvent.keyboard('{Escape}');
    expect(workspace.placing.active).toBe(false);
    expect(workspace.history.current.devices[3]).not.toHaveProperty('addr');
    expect(workspace.history.canUndo).toBe(false);
  });
});
