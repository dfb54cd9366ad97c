/**
 * What a layout of a thousand devices and five hundred steps costs the page's main thread: typing a size, and stepping through time.
 * Processor time of that thread, so that what else the machine does counts for nothing.
 */
import type { Browser, CDPSession, Page } from 'playwright';
import { compactDocument } from '../core/document/defaults';
import { launchBrowser } from './browser';
import { ms, print } from './figures';
import { largeLayout } from './large-layout';
import type { Place } from './place';

const VIEWPORT = { width: 1440, height: 900 };

declare global {
  interface Window {
    /** Until the page shows what was asked for, and a frame has been drawn. */
    atRest: () => Promise<void>;
  }
}

/** Runs in the page before its own code. */
function install(): void {
  window.atRest = async () => {
    const { dataset } = document.documentElement;
    const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    do await frame();
    while (dataset['revision'] !== dataset['edited'] || dataset['errands'] === 'busy');
    await frame();
  };
}

interface Deed {
  readonly what: string;
  readonly times: number;
  /** Once, before anything is measured. */
  prepare(page: Page): Promise<void>;
  /** So often, in the page: a driver that asks over a socket would be measured too. */
  run(page: Page, times: number): Promise<void>;
}

/** Presses a key on what a selector finds, again and again. */
const press = (selector: string, key: string) => (page: Page, times: number) =>
  page.evaluate(
    async ({ selector, key, times }) => {
      for (let index = 0; index < times; index += 1) {
        document
          .querySelector(selector)
          ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        await window.atRest();
      }
    },
    { selector, key, times },
  );

/** Types texts into a field in turn. */
const type = (selector: string, texts: readonly string[]) => (page: Page, times: number) =>
  page.evaluate(
    async ({ selector, texts, times }) => {
      const find = (): HTMLInputElement | null => document.querySelector(selector);
      // The form is fetched with the first that is opened.
      let input = find();
      for (; input === null; input = find()) await window.atRest();
      input.focus();
      for (let index = 0; index < times; index += 1) {
        input.value = texts[index % texts.length] ?? '';
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await window.atRest();
      }
    },
    { selector, texts, times },
  );

const select = (path: string) => (page: Page) => page.locator(`.outline [data-stop][data-path="${path}"]`).click();

const DEEDS: readonly Deed[] = [
  {
    what: 'an edit of the size of one device, which moves 900 others',
    times: 24,
    prepare: select('devices.100'),
    run: type('[data-path$=".size"] input', ['300 MiB', '0x14000000', '512 MiB', '128 MiB']),
  },
  {
    what: 'an edit of maxmem',
    times: 24,
    prepare: select('memory.maxmem'),
    run: type('[data-path="memory.maxmem"] input', ['3000 GiB', '3001G', '3002 GiB', '2T']),
  },
  {
    what: 'a step of the timeline',
    times: 40,
    prepare: async (page) => page.locator('[role="slider"][aria-valuemax="500"]').focus(),
    run: press('[role="slider"][aria-valuemax="500"]', 'ArrowRight'),
  },
];

/** Runs in the page: drops a file with the layout and takes it as soon as it has been read. */
async function openLayout(text: string): Promise<void> {
  const { dataset } = document.documentElement;
  const before = dataset['edited'];
  const dropped = new DataTransfer();
  dropped.items.add(new File([text], 'large.json', { type: 'application/json' }));
  window.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
  while (dataset['edited'] === before) {
    const deed = document.querySelector<HTMLButtonElement>('dialog[open] button.filled:enabled');
    if (deed?.textContent?.includes('Replace') === true) deed.click();
    await new Promise((done) => setTimeout(done, 20));
  }
  await window.atRest();
}

async function mainThread(session: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const values = new Map(metrics.map(({ name, value }) => [name, value * 1000]));
  return (name) => values.get(name) ?? 0;
}

async function measure(page: Page, session: CDPSession, { what, times, prepare, run }: Deed): Promise<void> {
  await prepare(page);
  await run(page, 4);
  const before = await mainThread(session);
  await run(page, times);
  const after = await mainThread(session);
  const each = (name: string): string => ms((after(name) - before(name)) / times);
  print(
    `large: ${what}: main thread ${each('TaskDuration')} of processor time: script ${each('ScriptDuration')}, ` +
      `style ${each('RecalcStyleDuration')}, layout ${each('LayoutDuration')}`,
  );
}

/** Prints the figures; a browser that cannot be had is said and skipped. */
export async function benchLarge({ root, serveApp }: Place): Promise<boolean> {
  const app = await serveApp();
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser(root);
    if (browser === undefined) {
      print('large: skipped, there is no Chromium; set PHYSMAP_CHROMIUM to one');
      return true;
    }
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.addInitScript(install);
    await page.goto(app.address);
    await page.waitForSelector('html[data-revision]');
    await page.evaluate(openLayout, JSON.stringify(compactDocument(largeLayout())));
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    for (const deed of DEEDS) await measure(page, session, deed);
    return true;
  } finally {
    await browser?.close();
    await app.close();
  }
}
