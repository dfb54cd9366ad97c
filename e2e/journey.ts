/** What every journey stands on: a page that must stay quiet and on its own origin, and ways to wait for it and to judge it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';

export { expect };

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Writes down every console error, uncaught exception, unhandled rejection, refusal by the content security policy, failed answer,
 * and request or connection to another origin, of all pages, workers and service workers.
 */
export function complaintsOf(context: BrowserContext, origin: string): readonly string[] {
  const complaints: string[] = [];
  const judge = (url: string): void => {
    const { protocol, origin: target } = new URL(url);
    if (!['data:', 'blob:'].includes(protocol) && target !== origin) complaints.push(`request: ${url}`);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('request', (request) => judge(request.url()));
  const watch = (page: Page): unknown => page.on('websocket', (socket) => judge(socket.url()));
  context.pages().forEach(watch);
  context.on('page', watch);
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`answer ${response.status()}: ${response.url()}`);
  });
  return complaints;
}

/** Fails a journey on any noise of its pages, and where one of them says at the end that a part of it did not come. */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ context, baseURL }, use) => {
      const complaints = complaintsOf(context, new URL(baseURL ?? '').origin);
      await use(undefined);
      expect(complaints, 'the page should make no noise').toEqual([]);
      for (const page of context.pages()) await expect(page.getByText(/could not be fetched/)).toHaveCount(0);
    },
    { auto: true },
  ],
});

/** Waits until the plan on screen is that of the newest edit, all of the page and its letters are there, and the list of the map has followed the picture. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { revision, edited, errands } = document.documentElement.dataset;
    if (revision === undefined || revision !== edited || errands === 'busy') return false;
    if (document.fonts.status === 'loading') return false;
    return document.querySelector('[aria-busy="true"]') === null;
  });
}

/** Opens the app, by default as on a first visit, and waits for its first plan. */
export async function open(page: Page, fragment = ''): Promise<void> {
  await page.goto(fragment === '' ? './' : `./#${fragment}`);
  await settled(page);
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds against WCAG 2.2 AA and its own good practices, one line each. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  // Colours on their way from one to another are nobody's to read.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  // Not as a script element: the page's content security policy lets none in.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary}`),
  );
}

/**
 * Walks the page with Tab until the focus leaves it, and names what can be used but was never reached. Of a group of radio buttons
 * one stop is enough: arrow keys do the rest.
 */
export async function unreachedControls(page: Page, mostStops = 500): Promise<readonly string[]> {
  const reached = await page.evaluateHandle(() => new Set<Element>());
  for (let count = 0; count < mostStops; count += 1) {
    await page.keyboard.press('Tab');
    const isInside = await reached.evaluate((elements) => {
      const element = document.activeElement;
      if (element === null || element === document.body) return false;
      elements.add(element);
      return true;
    });
    if (!isInside) break;
  }
  return reached.evaluate((elements) => {
    const groups = [...elements].flatMap((each) =>
      each instanceof HTMLInputElement && each.type === 'radio' ? [each.name] : [],
    );
    const controls = document.querySelectorAll<HTMLElement>(
      'button, input, select, textarea, a[href], summary, [tabindex="0"]',
    );
    return [...controls]
      .filter(
        (each) =>
          each.checkVisibility() &&
          each.tabIndex >= 0 &&
          !each.matches(':disabled') &&
          each.closest('[inert]') === null,
      )
      .filter((each) => !elements.has(each) && !(each instanceof HTMLInputElement && groups.includes(each.name)))
      .map((each) => each.outerHTML.slice(0, 200));
  });
}
