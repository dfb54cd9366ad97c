import { afterEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { testPage } from '../../app/page-for-tests';
import { Workspace } from '../../app/workspace.svelte';
import type { Planner } from '../../client/planner';
import { emptyDocument } from '../../core/document/defaults';
import '../../styles/fonts.css';
import '../../styles/tokens.css';
import '../../styles/base.css';
import MapForTests from './MapForTests.svelte';
import { fourApuPlan } from './plan-for-tests';

async function show(title: string): Promise<void> {
  const planner: Planner = {
    call: (call) =>
      call === 'plan' ? Promise.resolve(fourApuPlan as never) : Promise.reject(new Error('not asked for')),
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const document = { ...emptyDocument(), title };
  const workspace = new Workspace({ document, saved: true, planner, page: testPage() });
  workspace.plans.ask(workspace.history.current, 1);
  await expect.poll(() => workspace.plans.current).toBe(fourApuPlan);
  await render(MapForTests, { workspace });
}

/** What paper needs comes with the first touch of the page. */
async function print(): Promise<void> {
  dispatchEvent(new Event('pointerdown'));
  await expect
    .poll(() => {
      dispatchEvent(new Event('beforeprint'));
      return sheet();
    })
    .not.toBeNull();
}

const sheet = () => document.querySelector('body > .print-sheet');

afterEach(() => {
  dispatchEvent(new Event('afterprint'));
  delete document.documentElement.dataset['theme'];
});

describe('the map on paper', () => {
  it('is there while the page prints, and only then', async () => {
    await show('Four APUs');
    expect(sheet()).toBeNull();
    await print();
    const text = sheet()?.textContent ?? '';
    for (const part of ['Four APUs', 'sp1', 'sp4', '0x3080000000', '255 TiB to 2⁴⁸', 'q35, needs 40 of 48 bits']) {
      expect(text).toContain(part);
    }
    dispatchEvent(new Event('afterprint'));
    expect(sheet()).toBeNull();
  });

  it('is light, whatever the screen is', async () => {
    document.documentElement.dataset['theme'] = 'dark';
    await show('Four APUs');
    await print();
    expect(sheet()?.querySelector('svg > rect')?.getAttribute('fill')).toBe('#ffffff');
  });

  it('takes a name for a name', async () => {
    await show('<img src=x onerror=alert(1)>"&');
    await print();
    expect(sheet()?.querySelector('h1')?.textContent).toBe('<img src=x onerror=alert(1)>"&');
    expect(sheet()?.querySelector('img')).toBeNull();
    expect(sheet()?.querySelector('svg title')?.textContent).toContain('<img src=x');
  });

  it('keeps all of its text on the sheet', async () => {
    await show('Four APUs');
    await print();
    const host = sheet();
    if (!(host instanceof HTMLElement)) throw new Error('no sheet');
    host.style.display = 'block';
    const frame = host.querySelector('svg')?.getBoundingClientRect();
    for (const text of host.querySelectorAll('svg text')) {
      const box = text.getBoundingClientRect();
      expect(box.left).toBeGreaterThanOrEqual((frame?.left ?? 0) - 1);
      expect(box.right).toBeLessThanOrEqual((frame?.right ?? 0) + 1);
      expect(box.bottom).toBeLessThanOrEqual((frame?.bottom ?? 0) + 1);
    }
  });
});
