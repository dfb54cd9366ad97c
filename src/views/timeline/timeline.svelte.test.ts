import axe from 'axe-core';
import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { testPage } from '../../app/page-for-tests';
import { Workspace } from '../../app/workspace.svelte';
import { InlinePlanner } from '../../client/inline-planner';
import { emptyDocument } from '../../core/document/defaults';
import { samples } from '../../core/document/samples';
import type { LayoutDocument } from '../../core/document/schema';
import '../../styles/fonts.css';
import '../../styles/tokens.css';
import '../../styles/base.css';
import TimelineForTests from './TimelineForTests.svelte';

const WIDTH = 728;
const cleanUp: (() => void)[] = [];
afterEach(() => cleanUp.splice(0).forEach((stop) => stop()));

function dayOfResizing(): LayoutDocument {
  const sample = samples.find('day-of-resizing')?.document;
  if (sample === undefined) throw new Error('there is a sample of a day of resizing');
  return sample;
}

async function show(
  layout: LayoutDocument,
  picture: 'address-by-time' | 'strip' = 'address-by-time',
  width = WIDTH,
): Promise<Workspace> {
  const workspace = new Workspace({ document: layout, saved: true, planner: new InlinePlanner(), page: testPage() });
  cleanUp.push(workspace.start());
  const height = picture === 'strip' ? 124 : 760;
  const { unmount } = await render(TimelineForTests, { workspace, picture, width, height });
  cleanUp.push(() => void unmount());
  // The first plan of a page comes with the planner's modules.
  await expect.poll(() => workspace.plans.current, { timeout: 20_000 }).toBeDefined();
  return workspace;
}

const slider = () => page.getByRole('slider', { name: 'Step of the timeline' });
const violations = async () =>
  (
    await axe.run(document.body, {
      rules: {
        region: { enabled: false },
        'page-has-heading-one': { enabled: false },
        'heading-order': { enabled: false },
      },
    })
  ).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);

/** The middle of a moment's column, where seven of them are in sight; px from the left of the picture. */
const columnAt = (moment: number): number => 104 + ((moment + 0.5) * (WIDTH - 104 - 14)) / 7;
const HEAD = 20;
/** The row of dimm2: behind the ruler and the window, the second. */
const rowY = (nth: number): number => {
  const free = 760 - 37 - 44 - (5 * 26 + 16) - 31 - 34;
  return 44 + Math.floor(free * 0.59) + 8 + (nth + 0.5) * 26;
};

async function drag(from: { x: number; y: number }, to: { x: number; y: number }, shiftKey = false): Promise<void> {
  const element = slider().element();
  const { left, top } = element.getBoundingClientRect();
  const send = (type: string, { x, y }: { x: number; y: number }) =>
    element.dispatchEvent(
      new PointerEvent(type, {
        ...{ bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', isPrimary: true },
        ...{ button: 0, buttons: type === 'pointerup' ? 0 : 1, clientX: left + x, clientY: top + y, shiftKey },
      }),
    );
  send('pointerdown', from);
  send('pointermove', { x: (from.x + to.x) / 2, y: from.y });
  send('pointermove', to);
  send('pointerup', to);
  await Promise.resolve();
}

describe('address by time', () => {
  it('is one tab stop: arrows step, Home and End go to the ends, Space plays; the moment is said', async () => {
    const { timeline } = await show(dayOfResizing());
    await expect.element(slider()).toBeVisible();
    for (let stops = 0; stops < 10 && document.activeElement !== slider().element(); stops += 1) await userEvent.tab();
    await expect.element(slider()).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    expect(timeline.moment).toBe(3);
    await expect.poll(() => slider().element().getAttribute('aria-valuetext')).toMatch(/^t3, unplug dimm1/);
    await userEvent.keyboard('{End}');
    expect(timeline.moment).toBe(6);
    await userEvent.keyboard('{ArrowLeft}');
    expect(timeline.moment).toBe(5);
    await userEvent.keyboard('{Home}');
    expect(timeline.moment).toBe(0);
    await userEvent.keyboard(' ');
    expect(timeline.isPlaying).toBe(true);
    await userEvent.keyboard(' ');
    expect(timeline.isPlaying).toBe(false);
  });

  it('goes to the step whose column is clicked, and selects the device there', async () => {
    const { timeline, selection } = await show(dayOfResizing());
    await slider().click({ position: { x: columnAt(2), y: rowY(1) } });
    expect(selection.selected).toEqual({ path: 'events.1' });
    expect(timeline.moment).toBe(2);
    await slider().click({ position: { x: columnAt(5), y: HEAD } });
    expect(timeline.moment).toBe(5);
    expect(selection.selected).toBeUndefined();
  });

  it('lights what is under the pointer everywhere', async () => {
    const { selection } = await show(dayOfResizing());
    await slider().hover({ position: { x: columnAt(5), y: 60 } });
    await expect.poll(() => selection.hovered).toEqual({ path: 'events.4' });
  });

  it('moves a step that is dragged at its head or its bar to another time, as one undo step', async () => {
    const { history, timeline } = await show(dayOfResizing());
    await expect.element(slider()).toBeVisible();
    await drag({ x: columnAt(6), y: HEAD }, { x: columnAt(3), y: HEAD });
    expect(history.current.events[2]).toMatchObject({ do: 'plug', device: { id: 'dimm5' } });
    expect(timeline.moment).toBe(3);
    history.undo();
    expect(history.current.events[5]).toMatchObject({ device: { id: 'dimm5' } });
    await expect.poll(() => timeline.current?.columns.outcome.length).toBe(6);
    await drag({ x: columnAt(2), y: rowY(1) }, { x: columnAt(1), y: rowY(1) });
    expect(history.current.events[0]).toMatchObject({ device: { id: 'dimm2' } });
  });

  it('leaves a dragged step where it was when Esc is pressed', async () => {
    const { history } = await show(dayOfResizing());
    await expect.element(slider()).toBeVisible();
    const { revision } = history;
    const element = slider().element();
    const { left, top } = element.getBoundingClientRect();
    const send = (type: string, moment: number) =>
      element.dispatchEvent(
        new PointerEvent(type, {
          ...{ bubbles: true, pointerId: 1, pointerType: 'mouse', button: 0 },
          ...{ clientX: left + columnAt(moment), clientY: top + HEAD },
        }),
      );
    send('pointerdown', 5);
    send('pointermove', 2);
    await expect.element(page.getByText('t5 → t2')).toBeInTheDocument();
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    send('pointerup', 2);
    await expect.element(page.getByText('t5 → t2')).not.toBeInTheDocument();
    expect(history.revision).toBe(revision);
  });

  it('moves the step that is looked at by Shift and an arrow', async () => {
    const { history, timeline } = await show(dayOfResizing());
    await slider().click({ position: { x: columnAt(2), y: HEAD } });
    await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    expect(history.current.events[0]).toMatchObject({ device: { id: 'dimm2' } });
    expect(timeline.moment).toBe(1);
  });

  it('zooms with Ctrl and the wheel, pans with Shift and the wheel, and leaves the plain wheel to the page', async () => {
    const { timeline } = await show(dayOfResizing());
    await expect.element(slider()).toBeVisible();
    const turn = (init: WheelEventInit): boolean => {
      const { left, top } = slider().element().getBoundingClientRect();
      const at = { clientX: left + columnAt(6), clientY: top + HEAD };
      const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, ...at, ...init });
      slider().element().dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(turn({ deltaY: 50 })).toBe(false);
    for (let turns = 0; turns < 6; turns += 1) expect(turn({ deltaY: -50, ctrlKey: true })).toBe(true);
    await slider().click({ position: { x: columnAt(0), y: HEAD } });
    expect(timeline.moment).toBe(4);
    // The picture follows a step within a frame, and is then panned away from it.
    await expect.element(slider()).toHaveAttribute('aria-valuenow', '4');
    for (let turns = 0; turns < 40; turns += 1) turn({ deltaY: -100, shiftKey: true });
    // At the same place it would be a double-click.
    await slider().click({ position: { x: columnAt(1), y: HEAD } });
    expect(timeline.moment).toBe(0);
    await userEvent.keyboard('0');
    await slider().click({ position: { x: columnAt(6), y: HEAD } });
    expect(timeline.moment).toBe(6);
  });

  it('offers what can be done with brushed steps', async () => {
    await show(dayOfResizing());
    await expect.element(slider()).toBeVisible();
    await drag({ x: columnAt(1), y: 640 }, { x: columnAt(4), y: 640 });
    await expect
      .element(page.getByRole('menuitem', { name: /^Zoom to t1 to t4 \+ 12 GiB from t1 to t4, 3 steps/ }))
      .toBeVisible();
    await page.getByRole('menuitem', { name: /^Zoom to/ }).click();
    await slider().click({ position: { x: columnAt(0), y: HEAD } });
    await expect.element(slider()).toHaveAttribute('aria-valuenow', '1');
  });

  it('scrubs with its handle, and keeps true to the clock where that is wanted', async () => {
    const { timeline } = await show(dayOfResizing());
    await slider().click({ position: { x: columnAt(6), y: HEAD } });
    const line = columnAt(6) - (WIDTH - 118) / 14;
    await drag({ x: line, y: HEAD }, { x: columnAt(2), y: HEAD });
    expect(timeline.moment).toBe(2);
    await page.getByRole('radio', { name: 'Clock' }).click({ force: true });
    expect(timeline.axis).toBe('clock');
    // The first step is at 8 of 22.4 hours.
    await slider().click({ position: { x: 104 + 120, y: HEAD } });
    expect(timeline.moment).toBe(0);
  });

  it('offers the first step to a layout that has none', async () => {
    const { history, timeline } = await show({ ...dayOfResizing(), events: [] });
    await page.getByRole('button', { name: 'Plug a DIMM' }).click();
    expect(history.current.events).toHaveLength(1);
    await expect.poll(() => timeline.moment).toBe(1);
    await expect.element(slider()).toBeVisible();
  });

  it('says why nothing can be plugged without maxmem', async () => {
    await show(emptyDocument());
    await expect.element(page.getByText(/^No DIMM fits later: without maxmem/)).toBeVisible();
  });

  it.each([390, 728])('passes axe, %d px wide', async (width) => {
    await show(dayOfResizing(), 'address-by-time', width);
    await expect.element(slider()).toBeVisible();
    expect(await violations()).toEqual([]);
  });
});

describe('the strip', () => {
  it('scrubs by pointer and keys, and adds a step behind the one that is looked at', async () => {
    const { history, timeline } = await show(dayOfResizing(), 'strip', 1176);
    await slider().click({ position: { x: 10 + (1054 / 7) * 3.5, y: 60 } });
    expect(timeline.moment).toBe(3);
    await userEvent.keyboard('{ArrowRight}');
    expect(timeline.moment).toBe(4);
    await userEvent.keyboard('{Home}');
    expect(timeline.moment).toBe(0);
    await page.getByRole('button', { name: '+ plug, unplug' }).click();
    expect(history.current.events).toHaveLength(7);
    expect(timeline.moment).toBe(1);
  });

  it('passes axe', async () => {
    await show(dayOfResizing(), 'strip', 1176);
    await expect.element(slider()).toBeVisible();
    expect(await violations()).toEqual([]);
  });
});
