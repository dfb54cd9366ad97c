import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { testPage } from '../app/page-for-tests';
import { Workspace } from '../app/workspace.svelte';
import { InlinePlanner } from '../client/inline-planner';
import { GiB } from '../core/base/addr';
import { fourApu } from '../core/document/samples/four-apu';
import type { LayoutDocument } from '../core/document/schema';
import '../styles/base.css';
import '../styles/tokens.css';
import Palette from './Palette.svelte';
import WorkspaceForTests from './WorkspaceForTests.svelte';

const E820_SHA = 'abf896031bf25f20861bae490e51601de0f43457964fddfffafe34035adf74f7';
const stacks = fourApu.document;
const withoutStacks: LayoutDocument = { ...stacks, devices: [], backends: stacks.backends.slice(0, 1) };

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

/** A palette above an axis on which a pixel is 1 GiB, from 400 pixels down on. */
async function show(): Promise<Workspace> {
  const planner = new InlinePlanner();
  const workspace = new Workspace({ document: withoutStacks, saved: true, planner, page: testPage() });
  stops.push(workspace.start(), () => planner.dispose());
  workspace.placing.surface = {
    addressAt: (_x, y) => (y < 100 ? undefined : 0x10_8000_0000 + Math.round((y - 100) * GiB)),
    reachAt: () => 6 * GiB,
  };
  await render(WorkspaceForTests, { workspace, shown: Palette });
  await workspace.placing.fetch();
  await planned(workspace);
  return workspace;
}

const chip = (title: string) => page.getByRole('button', { name: `Place ${title}`, exact: true });
const planned = ({ plans, history }: Workspace): Promise<void> =>
  expect.poll(() => plans.current?.revision === history.revision).toBe(true);

function pointer(target: Element, type: string, clientY: number): void {
  target.dispatchEvent(
    new PointerEvent(type, { bubbles: true, pointerId: 1, isPrimary: true, button: 0, clientX: 50, clientY }),
  );
}

/** A press, and moves, of a pointer that the chip keeps. */
function drag(target: Element, to: readonly number[]): void {
  // What a script presses is no active pointer that could be captured.
  target.setPointerCapture = () => undefined;
  pointer(target, 'pointerdown', 10);
  to.forEach((y) => pointer(target, 'pointermove', y));
}

async function e820(workspace: Workspace): Promise<string> {
  const files = workspace.plans.current?.snapshots[0]?.tables?.files ?? [];
  const bytes = files.find(({ name }) => name === 'etc/e820')?.bytes ?? new Uint8Array();
  const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('the palette', () => {
  test('offers every kind by letter and name, and axe finds nothing', async () => {
    await show();
    await expect
      .element(chip('SPM (Specific-purpose memory)'))
      .toHaveTextContent(/^S\s*Place SPM\s*\(Specific-purpose memory\)$/);
    await expect.element(chip('DIMM')).toHaveTextContent(/^D\s*Place DIMM$/);
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  test('places four stacks that are dragged onto the axis, each in one undo step', async () => {
    const workspace = await show();
    const spm = chip('SPM (Specific-purpose memory)').element();
    for (const stack of [0, 1, 2, 3]) {
      // A few pixels off: the edge of what lies there draws it the rest of the way.
      drag(spm, [40, 300, 103 + stack * 128]);
      await planned(workspace);
      pointer(spm, 'pointerup', 103 + stack * 128);
      spm.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      await expect.poll(() => workspace.placing.active).toBe(false);
    }
    expect(workspace.history.current.devices).toHaveLength(4);
    expect(await e820(workspace)).toBe(E820_SHA);
    for (let step = 0; step < 4; step += 1) workspace.history.undo();
    expect(workspace.history.current).toBe(withoutStacks);
  });

  test('adds nothing that is let go beside the axis', async () => {
    const workspace = await show();
    const dimm = chip('DIMM').element();
    drag(dimm, [40, 300]);
    expect(workspace.placing.moving).toBe(true);
    pointer(dimm, 'pointermove', 40);
    pointer(dimm, 'pointerup', 40);
    expect(workspace.history.current).toBe(withoutStacks);
    expect(workspace.history.canUndo).toBe(false);
  });

  test('places four stacks with the keyboard alone', async () => {
    const workspace = await show();
    const spm = chip('SPM (Specific-purpose memory)').element() as HTMLElement;
    for (const stack of [1, 2, 3, 4]) {
      spm.focus();
      await userEvent.keyboard('{Enter}');
      await planned(workspace);
      await expect.poll(() => workspace.placing.announcement).toContain('QEMU starts');
      await userEvent.keyboard('{ArrowDown}{ArrowUp}');
      await planned(workspace);
      await userEvent.keyboard('{Enter}');
      await expect.poll(() => workspace.placing.active).toBe(false);
      expect(workspace.history.current.devices).toHaveLength(stack);
    }
    expect(await e820(workspace)).toBe(E820_SHA);
  });

  test('takes the nearest place with a second Enter, and everything back with Escape', async () => {
    const workspace = await show();
    const { placing, history } = workspace;
    (chip('SPM (Specific-purpose memory)').element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await planned(workspace);
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => placing.announcement).toContain('Nearest that works: 0x1080000000, 128 GiB.');
    await userEvent.keyboard('{Enter}');
    expect(placing.picture?.dropped).toBe(true);
    await userEvent.keyboard('{Enter}');
    expect(placing.active).toBe(false);
    expect(history.current.devices[0]).toMatchObject({ addr: 0x10_8000_0000 });
    await planned(workspace);
    await userEvent.keyboard('{Enter}');
    await planned(workspace);
    await userEvent.keyboard('{Escape}');
    expect(history.current.devices).toHaveLength(1);
  });
});
