/**
 * From an edit in a form field to the frame that shows its plan, in the built app with its first example (four APUs). The clock runs
 * in the page, from the time stamp of the `input` event to the end of the frame after `data-revision` says that the plan is there.
 * A bare page is measured by the same clock before: machines differ, and so do their days, but the ratio tells what the app costs. Of
 * each time it is told how much of it the page only waits for the display to begin its next frame, which no page can shorten.
 */
import type { Browser, CDPSession, Page } from 'playwright';
import { openBarePage } from './bare-page';
import { launchBrowser } from './browser';
import { ms, print, quantile } from './figures';
import type { Place } from './place';

const EDITS = 400;
const WARM_UP = 40;
/** Places in the layout and what is typed there in turn: all of it starts, so every edit changes map and tables. */
const FIELDS = [
  { select: 'devices.1', path: 'backends.2.size', texts: ['96 GiB', '100G', '0x1F00000000', '128 GiB'] },
  { select: 'devices.3', path: 'devices.3.addr', texts: ['0x7100000000', '453 GiB', '0x70_C000_0000', '0x7080000000'] },
] as const;
type Field = (typeof FIELDS)[number];

interface Edit {
  /** Milliseconds until its frame was drawn. */
  readonly shown: number;
  /** Of these, from when all was ready to be drawn to when the display began its next frame. */
  readonly waited: number;
}

declare global {
  interface Window {
    /** Those so far. */
    edits: Edit[];
  }
}

/** Runs in the page before its own code. */
function watchEdits(): void {
  window.edits = [];
  let began: number | undefined;
  let waited = 0;
  addEventListener('input', ({ timeStamp }) => (began = timeStamp), { capture: true });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    if (began !== undefined) window.edits.push({ shown: performance.now() - began, waited });
    began = undefined;
  };
  const whenShown = (): void => {
    const { revision, edited } = document.documentElement.dataset;
    if (began === undefined || revision !== edited) return;
    // What the plan changes is carried out before the frame begins, as far as it does not come with the frame itself.
    queueMicrotask(() => {
      const drawable = performance.now();
      // A frame's callbacks come before it is painted, and a message sent there arrives after.
      requestAnimationFrame((frameBegan) => {
        waited = Math.max(0, frameBegan - drawable);
        port2.postMessage(undefined);
      });
    });
  };
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(whenShown).observe(document.documentElement, { attributeFilter: ['data-revision'] });
  });
}

/**
 * Selects something in the outline and types the texts from number `from` on into a field of its form; the time of each edit. The
 * page types by itself: a driver that asks it over a socket whether it is done would be measured too.
 */
async function edit(page: Page, field: Field, from: number, count: number): Promise<readonly Edit[]> {
  const { select, path, texts } = field;
  await page.locator(`.outline [data-stop][data-path="${select}"]`).click();
  // The whole path: until its form is there, another device's has a field of that name.
  const selector = `[data-path="${path}"] input`;
  await page.locator(selector).first().focus();
  return page.evaluate(
    async ({ selector, texts, from, count }) => {
      const input = document.querySelector<HTMLInputElement>(selector);
      const start = window.edits.length;
      for (let index = 0; input !== null && index < count; index += 1) {
        // Spread over the frame, since a user's keys know nothing of it.
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, (index * 7) % 16)));
        input.value = texts[(from + index) % texts.length] ?? '';
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const isDone = (): boolean => window.edits.length > start + index;
        while (!isDone()) await new Promise((done) => setTimeout(done, 1));
        if (document.querySelector('[aria-label="Verdict"]') !== null) throw new Error('QEMU refuses what was typed');
      }
      return window.edits.slice(start);
    },
    { selector, texts, from, count },
  );
}

/** What the page's main thread did so far, in seconds of processor time, by what it did. */
async function mainThread(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

async function watchMainThread(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  // Time of the thread, not of the clock: it does not grow while other programs have the processor.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return session;
}

/** Prints median and 99th percentile of both; a browser that cannot be had is said and skipped. */
export async function benchLatency({ root, serveApp }: Place): Promise<boolean> {
  const app = await serveApp();
  try {
    const browser = await launchBrowser(root);
    if (browser === undefined) {
      print('latency: skipped, there is no Chromium; set PHYSMAP_CHROMIUM to one');
      return true;
    }
    try {
      const bare = await measure('a bare page', browser, openBarePage);
      const whole = await measure('the app', browser, async (page) => {
        await page.goto(app.address);
        await page.waitForSelector('html[data-revision]');
      });
      const shown = (edits: readonly Edit[], share: number): number => quantile(edits.map(shownAfter), share);
      const ratio = (share: number): string => (shown(whole, share) / shown(bare, share)).toFixed(2);
      print(
        `latency: the app takes ${ratio(0.5)} times the bare page at the median, ${ratio(0.99)} times at the 99th percentile`,
      );
    } finally {
      await browser.close();
    }
    return true;
  } finally {
    await app.close();
  }
}

const shownAfter = ({ shown }: Edit): number => shown;

/** Prints the times of edits, and what the main thread did in them; the times. */
async function measure(what: string, browser: Browser, open: (page: Page) => Promise<void>): Promise<readonly Edit[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(watchEdits);
  await open(page);
  for (const field of FIELDS) await edit(page, field, 0, WARM_UP);
  const session = await watchMainThread(page);
  const before = await mainThread(session);
  const edits: Edit[] = [];
  for (const field of FIELDS) edits.push(...(await edit(page, field, WARM_UP, EDITS / FIELDS.length)));
  const after = await mainThread(session);
  const figures = (of: (edit: Edit) => number): string => {
    const [middle, most, worst] = [0.5, 0.9, 0.99].map((share) => ms(quantile(edits.map(of), share)));
    return `median ${middle}, 90th ${most}, 99th percentile ${worst}`;
  };
  print(`latency, ${what}: ${edits.length} edits, ${figures(shownAfter)}`);
  print(`latency, ${what}: without waiting for the display, ${figures(({ shown, waited }) => shown - waited)}`);
  const each = (name: string): string => ms((((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1000) / edits.length);
  print(
    `latency, ${what}: main thread ${each('TaskDuration')} of processor time an edit: script ${each('ScriptDuration')}, ` +
      `style ${each('RecalcStyleDuration')}, layout ${each('LayoutDuration')}`,
  );
  await page.close();
  return edits;
}
