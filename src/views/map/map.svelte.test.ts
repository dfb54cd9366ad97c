import axe from 'axe-core';
import { page, userEvent } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { testPage } from '../../app/page-for-tests';
import { Workspace } from '../../app/workspace.svelte';
import type { CallName, Planner } from '../../client/planner';
import { GiB } from '../../core/base/addr';
import { emptyDocument } from '../../core/document/defaults';
import { samples } from '../../core/document/samples';
import { computePlan } from '../../core/plan/compute';
import type { Plan } from '../../core/plan/plan';
import '../../styles/fonts.css';
import '../../styles/tokens.css';
import '../../styles/base.css';
import MapForTests from './MapForTests.svelte';
import { addressBitsPlan, crowdedPlan, emptyPlan, fourApuPlan, unreadablePlan } from './plan-for-tests';

async function show(
  plan: Plan,
  size: { width?: number; height?: number } = {},
): Promise<{ workspace: Workspace; unmount: () => PromiseLike<void> }> {
  const planner: Planner = {
    call: (call) => {
      const answers: Partial<Record<CallName, unknown>> = { plan, fixes: { fixes: [], tried: 0, complete: true } };
      return call in answers ? Promise.resolve(answers[call] as never) : Promise.reject(new Error('not asked for'));
    },
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const workspace = new Workspace({ document: emptyDocument(), saved: true, planner, page: testPage() });
  workspace.plans.ask(workspace.history.current, 1);
  await expect.poll(() => workspace.plans.current).toBe(plan);
  const { unmount } = await render(MapForTests, { workspace, ...size });
  return { workspace, unmount };
}

const option = (name: RegExp) => page.getByRole('option', { name });
const violations = async () =>
  (await axe.run(document.body, { rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } }))
    .violations;

const list = () => page.getByRole('listbox', { name: 'Guest address space' });
/** The range that the keyboard is at, in words. */
const activeName = (): string | undefined => {
  const id = list().element().getAttribute('aria-activedescendant');
  return id === null ? undefined : (document.getElementById(id)?.getAttribute('aria-label') ?? undefined);
};
const boxOf = (name: RegExp): DOMRect => option(name).element().getBoundingClientRect();

describe('the address map', () => {
  it('shows every range with kind, place, size and owner, for those who hear it too', async () => {
    await show(fourApuPlan);
    await expect.element(option(/^sp2, soft reserved, 0x3080000000 to 0x507fffffff, 128 GiB, node 2$/)).toBeVisible();
    await expect
      .element(option(/^Empty, folded, 0x9980000000 to 0xfcffffffff, 398 GiB\. Enter unfolds it$/))
      .toBeVisible();
    await expect.element(page.getByText('q35, needs 40 of 48 bits')).toBeVisible();
    expect(page.getByRole('option').elements()).toHaveLength(12);
  });

  it('is one tab stop; arrows, Home and End go from range to range, Enter selects', async () => {
    const { workspace } = await show(fourApuPlan);
    expect(document.querySelectorAll('[role=listbox], [role=listbox] [tabindex="0"]')).toHaveLength(1);
    for (let stops = 0; stops < 10 && document.activeElement !== list().element(); stops += 1) await userEvent.tab();
    await expect.element(list()).toHaveFocus();
    expect(activeName()).toMatch(/^RAM low/);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    await expect.poll(activeName).toMatch(/^sp2/);
    await userEvent.keyboard('{Enter}');
    expect(workspace.selection.selected).toEqual({
      path: 'devices.1',
      range: { start: 194 * GiB, end: 322 * GiB },
    });
    await expect.element(option(/^sp2/)).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{End}');
    await expect.poll(activeName).toMatch(/255 TiB/);
    await userEvent.keyboard('{Home}');
    await expect.poll(activeName).toMatch(/^RAM low/);
    await userEvent.keyboard('{PageDown}{PageUp}{ArrowUp}');
    await expect.poll(activeName).toMatch(/^RAM low/);
  });

  it('marks the selected range wherever it was selected, and says so', async () => {
    const { workspace } = await show(fourApuPlan);
    workspace.selection.select({ path: 'devices.1' });
    await expect.element(option(/^sp2/)).toHaveAttribute('aria-selected', 'true');
    expect(document.querySelectorAll('[aria-selected=true]')).toHaveLength(1);
  });

  it('lights the range under the pointer and knows its address', async () => {
    const { workspace } = await show(fourApuPlan);
    await option(/^sp3/).hover();
    await expect
      .poll(() => workspace.selection.hovered)
      .toEqual({
        path: 'devices.2',
        range: { start: 322 * GiB, end: 450 * GiB },
      });
    expect(workspace.pointer.address).toBeGreaterThan(322 * GiB);
    expect(workspace.pointer.address).toBeLessThan(450 * GiB);
  });

  it('selects by click, in the lane and in the strip, and by a click that no pointer made', async () => {
    const { workspace } = await show(fourApuPlan);
    await option(/^sp4/).click();
    expect(workspace.selection.selected?.path).toBe('devices.3');
    const { right, top, height } = boxOf(/^HyperTransport/);
    const { left, top: above } = list().element().getBoundingClientRect();
    const strip = document.querySelector<HTMLElement>('.strip')?.getBoundingClientRect();
    expect(strip?.left).toBeGreaterThan(right);
    await list().click({
      position: { x: (strip?.left ?? 0) + (strip?.width ?? 0) / 2 - left, y: top + height / 2 - above },
    });
    expect(workspace.selection.selected?.range).toEqual({ start: 0xfd_0000_0000, end: 0x100_0000_0000 });
    option(/^sp1/)
      .element()
      .dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(workspace.selection.selected?.path).toBe('devices.0');
  });

  it('unfolds a gap and folds it again', async () => {
    await show(fourApuPlan);
    await option(/^Empty, folded, 0x9980000000/).click();
    await expect.element(option(/^Empty, 0x9980000000 to 0xfcffffffff, 398 GiB$/)).toBeVisible();
    await page.getByRole('button', { name: 'Fold again' }).click();
    await expect.element(option(/^Empty, folded, 0x9980000000/)).toBeVisible();
  });

  it('has the same ranges on every scale', async () => {
    await show(fourApuPlan);
    for (const name of ['Linear', 'Log', 'Equal', 'Compressed']) {
      await page.getByRole('radio', { name }).click({ force: true });
      await expect.element(option(/^sp2, soft reserved, 0x3080000000 to 0x507fffffff/)).toBeInTheDocument();
    }
  });

  it('draws what is in sight of ten thousand ranges', async () => {
    const { workspace } = await show(crowdedPlan);
    await expect.poll(() => page.getByRole('option').elements().length).toBeGreaterThan(20);
    expect(page.getByRole('option').elements().length).toBeLessThan(100);
    workspace.selection.select({ range: { start: 9000 * GiB, end: 9001 * GiB } as never });
    await expect.element(option(/^piece 9000/)).toBeInViewport();
  });

  it.each(samples.all.map(({ id, document: layout }) => [id, layout] as const))(
    'shows the sample %s free of axe findings, on a desktop and on a phone',
    async (_id, layout) => {
      const plan = computePlan(layout, 1);
      for (const width of [728, 390]) {
        const { unmount } = await show(plan, { width, height: 700 });
        await expect.element(option(/^RAM/).first()).toBeInTheDocument();
        expect((await violations()).map(({ id }) => id)).toEqual([]);
        await unmount();
      }
    },
  );

  it('says what to do with an empty space, and where QEMU stops at an unreadable one', async () => {
    await show(emptyPlan);
    await expect.element(page.getByText(/Paste a command line/)).toBeVisible();
    await expect.element(page.getByText('256 TiB, 0 to 2⁴⁸')).toBeVisible();
    await show(unreadablePlan);
    await expect.element(page.getByRole('heading', { name: 'Where QEMU stops' })).toBeVisible();
  });

  it('draws the sum that the address bits do not hold', async () => {
    await show(addressBitsPlan);
    for (const text of ['4 GiB', '+ 2 GiB', '+ 28 GiB', '+ 8 GiB', '+ 32 GiB', '= 74 GiB', '10 GiB over the limit']) {
      await expect.element(page.getByText(text, { exact: true })).toBeVisible();
    }
    await expect.element(page.getByText('limit 0xfffffffff')).toBeVisible();
  });

  it('passes axe: ranges, empty, sum', async () => {
    for (const plan of [fourApuPlan, emptyPlan, addressBitsPlan]) {
      await show(plan);
      expect((await violations()).map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });
});
