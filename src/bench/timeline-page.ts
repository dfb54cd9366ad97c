/**
 * Many steps in the built app: from the drop of a file with such a layout to the first frame that shows it, and to the one that has
 * its timeline; then from a key that goes one step on to the end of the frame that shows the moment, and how much of that the page
 * only waits for the display to begin the frame.
 */
import type { Browser, Page } from 'playwright';
import { compactDocument } from '../core/document/defaults';
import { launchBrowser } from './browser';
import { ms, print, quantile } from './figures';
import { manySteps } from './many-steps';
import type { Place } from './place';

const SCRUBS = 120;

/** Runs in the page: drops the file, takes it as soon as it has been read, and waits. */
async function openLayout(text: string): Promise<{ readonly picture: number; readonly timeline: number }> {
  const { dataset } = document.documentElement;
  const before = dataset['edited'];
  const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const dropped = new DataTransfer();
  dropped.items.add(new File([text], 'many-steps.json', { type: 'application/json' }));
  const began = performance.now();
  window.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
  while (dataset['edited'] === before || dataset['revision'] !== dataset['edited']) {
    const deed = document.querySelector<HTMLButtonElement>('dialog[open] button.filled:enabled');
    if (deed?.textContent?.includes('Replace') === true) deed.click();
    await frame();
  }
  const picture = performance.now() - began;
  while (document.querySelector('[role="slider"][aria-valuemax="100000"]') === null) await frame();
  return { picture, timeline: performance.now() - began };
}

interface Scrub {
  /** Milliseconds from the key to the end of the frame that shows the moment. */
  readonly shown: number;
  /** Of these, from when all was ready to be drawn to when the display began its next frame. */
  readonly waited: number;
}

/** Runs in the page: presses a key so often. */
async function scrub(count: number): Promise<readonly Scrub[]> {
  const root = document.documentElement;
  const slider = document.querySelector<HTMLElement>('[role="slider"][aria-valuemax="100000"]');
  const scrubs: Scrub[] = [];
  const ready = (): Promise<void> =>
    new Promise((done) => {
      const look = (): void => {
        if (root.dataset['errands'] === 'busy') return;
        observer.disconnect();
        done();
      };
      const observer = new MutationObserver(look);
      observer.observe(root, { attributeFilter: ['data-errands'] });
      look();
    });
  const frame = (): Promise<number> =>
    new Promise((done) => requestAnimationFrame((began) => setTimeout(() => done(began), 0)));
  for (let index = 0; slider !== null && index < count; index += 1) {
    const began = performance.now();
    slider.dispatchEvent(
      new KeyboardEvent('keydown', { key: index === 0 ? 'End' : 'ArrowLeft', bubbles: true, cancelable: true }),
    );
    await Promise.resolve();
    await ready();
    const drawable = performance.now();
    const frameBegan = await frame();
    scrubs.push({ shown: performance.now() - began, waited: Math.max(0, frameBegan - drawable) });
  }
  return scrubs.slice(20);
}

/** All parts of the page are there, and it has been kept for use without a network. */
async function rest(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { revision, edited, errands } = document.documentElement.dataset;
    return revision !== undefined && revision === edited && errands === 'done';
  });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

export async function benchTimelinePage({ root, serveApp }: Place, steps: number): Promise<void> {
  const app = await serveApp();
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser(root);
    if (browser === undefined) {
      print('timeline: the app is skipped, there is no Chromium; set PHYSMAP_CHROMIUM to one');
      return;
    }
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(app.address);
    await rest(page);
    const text = JSON.stringify(compactDocument(manySteps(steps)));
    const { picture, timeline } = await page.evaluate(openLayout, text);
    const amount = `${steps.toLocaleString('en')} steps, ${(text.length / 2 ** 20).toFixed(1)} MiB of JSON`;
    print(`timeline, the app: ${amount}: first picture after ${ms(picture)}, its timeline after ${ms(timeline)}`);
    const scrubs = await page.evaluate(scrub, SCRUBS);
    const figures = (of: (scrub: Scrub) => number): string =>
      [0.5, 0.9].map((share) => ms(quantile(scrubs.map(of), share))).join(', 90th percentile ');
    print(`timeline, the app: one step on: median ${figures(({ shown }) => shown)}, frame included`);
    print(
      `timeline, the app: without waiting for the display: median ${figures(({ shown, waited }) => shown - waited)}`,
    );
  } finally {
    await browser?.close();
    await app.close();
  }
}
