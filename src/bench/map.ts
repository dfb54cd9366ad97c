/**
 * Frames while the map moves: panning and zooming over many ranges on a page that has the map alone, and dragging a memory device in
 * the built app with its first example (four APUs), where every frame has a new plan. The same drag over a bare page is the floor.
 */
import type { Browser, Locator, Page } from 'playwright';
import { openBarePage } from './bare-page';
import { launchBrowser } from './browser';
import { print } from './figures';
import { printFrames, watchFrames } from './frames';
import type { Place } from './place';

const VIEWPORT = { width: 1440, height: 900 };
/** Frames of one movement: five seconds at 60 Hz. */
const FRAMES = 300;
const MANY = [1_000, 10_000, 100_000] as const;

interface Movement {
  readonly name: string;
  /** Of the wheel: what is held, and how far it turns in a frame. */
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly by: number;
}

const MOVEMENTS: readonly Movement[] = [
  { name: 'panning', ctrlKey: false, shiftKey: true, by: 60 },
  { name: 'zooming', ctrlKey: true, shiftKey: false, by: -40 },
];

/** Turns the wheel over the map, there and back again in half a second each. */
const move = (page: Page, movement: Movement): Promise<void> =>
  page.evaluate(
    ({ movement: { by, ctrlKey, shiftKey }, frames }) => {
      const [clientX, clientY] = [innerWidth / 2, innerHeight / 2];
      const target = document.elementFromPoint(clientX, clientY);
      return window.watchFrames((frame) => {
        const deltaY = Math.floor(frame / 30) % 2 === 0 ? by : -by;
        target?.dispatchEvent(
          new WheelEvent('wheel', { deltaY, ctrlKey, shiftKey, clientX, clientY, bubbles: true, cancelable: true }),
        );
        return frame < frames;
      });
    },
    { movement, frames: FRAMES },
  );

async function moveOverMany(browser: Browser, address: string): Promise<void> {
  for (const count of MANY) {
    const page = await browser.newPage({ viewport: VIEWPORT });
    await watchFrames(page);
    await page.goto(`${address}?ranges=${count}`);
    await page.getByRole('option').first().waitFor({ timeout: 60_000 });
    for (const movement of MOVEMENTS) {
      await move(page, { ...movement, by: movement.by / 2 });
      await move(page, movement);
      await printFrames(page, `${movement.name} over ${count.toLocaleString('en')} ranges`);
    }
    await page.close();
  }
}

/** Drags sp4 up and down within the free end of the window, by real input events, one or more a frame. */
async function dragDevice(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await watchFrames(page);
  await openBarePage(page);
  await drag(page, page.locator('canvas'), 'over a bare page');
  await page.goto(address);
  await page.waitForSelector('html[data-revision]');
  await drag(page, page.getByRole('option', { name: /^sp4/ }), 'a device of the four-APU example');
  await page.close();
}

async function drag(page: Page, what: Locator, title: string): Promise<void> {
  const box = await what.boundingBox();
  if (box === null) throw new Error(`nothing to drag: ${title}`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const before = await page.evaluate(() => Number(document.documentElement.dataset['revision']));
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 40; step += 1) await page.mouse.move(x, y + (step % 20));
  const watched = page.evaluate((frames) => window.watchFrames((frame) => frame < frames), FRAMES);
  let isDone = false;
  void watched.then(() => (isDone = true));
  for (let step = 0; !isDone; step += 1) await page.mouse.move(x, y + 20 * Math.sin(step / 12));
  await watched;
  await page.mouse.up();
  await page.waitForFunction(
    () => document.documentElement.dataset['revision'] === document.documentElement.dataset['edited'],
  );
  const plans = (await page.evaluate(() => Number(document.documentElement.dataset['revision']))) - before;
  await printFrames(page, `dragging ${title} (${plans} edits)`);
}

/** Prints the figures; a browser that cannot be had is said and skipped. */
export async function benchMap({ root, serveApp, serveMapPage }: Place): Promise<boolean> {
  const browser = await launchBrowser(root);
  if (browser === undefined) {
    print('map: skipped, there is no Chromium; set PHYSMAP_CHROMIUM to one');
    return true;
  }
  try {
    for (const [serve, measure] of [
      [serveMapPage, moveOverMany],
      [serveApp, dragDevice],
    ] as const) {
      const served = await serve();
      try {
        await measure(browser, served.address);
      } finally {
        await served.close();
      }
    }
    return true;
  } finally {
    await browser.close();
  }
}
