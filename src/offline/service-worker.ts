/** The thin shell of the service worker: ties the kept version to the browser's events. Built into `sw.js` beside the page. */
import { KeptVersion, type Version } from './kept-version';
import { TAKE_OVER } from './message';

/** Put in by the build: every file of this version. */
declare const PHYSMAP_VERSION: Version;

interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

interface Asked {
  readonly request: Request;
  readonly resultingClientId: string;
  respondWith(answer: Promise<Response>): void;
}

/** What is used of the global scope: its own types and those of the page exclude each other. */
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly { readonly id: string }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asked & Lasting) => void): void;
  addEventListener(type: 'message', listener: (event: Lasting & { readonly data: unknown }) => void): void;
}

const worker = self as unknown as Scope;
const { registration, clients } = worker;
const scope = registration.scope;
const version = new KeptVersion(PHYSMAP_VERSION, { caches, fetch: (input, init) => fetch(input, init), scope });

/** Where somebody who builds software may serve another program tomorrow, under the same address. */
const isWorkbench = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(scope).hostname);

worker.addEventListener('install', (event) => event.waitUntil(version.keep()));

worker.addEventListener('activate', (event) => {
  // The page of a first visit is taken too, so that the network may go while it is still open.
  event.waitUntil(dropUnused('').then(() => clients.claim()));
});

worker.addEventListener('message', (event) => {
  // Only when the user asks: until then open pages keep the version that they began with.
  if (event.data === TAKE_OVER) event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('fetch', (event) => {
  const { request, resultingClientId } = event;
  if (request.method !== 'GET' || !version.knows(request.url)) return;
  if (request.mode !== 'navigate') {
    event.respondWith(version.answer(request));
    return;
  }
  event.respondWith(isWorkbench && version.isPage(request.url) ? answerAtWorkbench(request) : version.answer(request));
  event.waitUntil(dropUnused(resultingClientId));
});

/** Drops earlier versions when no page is open that could be theirs, and no newer version that must stay is on its way. */
async function dropUnused(opening: string): Promise<void> {
  if (registration.waiting !== null || registration.installing !== null) return;
  const open = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open.every(({ id }) => id === opening)) await version.dropOthers();
}

/** The kept page, unless another program answers here now: then this one goes. */
async function answerAtWorkbench(request: Request): Promise<Response> {
  if (await isServed()) return version.answer(request);
  await registration.unregister();
  await version.dropAll();
  return fetch(request);
}

/** Whether what answers at the address is physmap, of whatever version. Nobody answering is no other program. */
async function isServed(): Promise<boolean> {
  try {
    const answer = await fetch(new URL('sw.js', scope), { cache: 'no-store' });
    return answer.ok && (await answer.text()).includes(TAKE_OVER);
  } catch {
    return true;
  }
}
