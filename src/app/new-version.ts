/** What an open page does about a newer version of physmap: it says so, and goes on until the user asks for it. */
import { TAKE_OVER } from '../offline/message';
import type { Notice } from './notices.svelte';

export interface OpenPage {
  readonly notices: { add(notice: Omit<Notice, 'id'>): unknown };
  /** Puts the work in the page where reloading finds it. */
  flush(): Promise<void>;
}

interface VersionedBrowser {
  readonly serviceWorker: Pick<ServiceWorkerContainer, 'addEventListener' | 'controller'>;
  /** Tells when the page comes back on screen. */
  onShow(listener: () => void): void;
  reload(): void;
  /** Milliseconds since some moment. */
  now(): number;
}

/** Browsers ask by themselves when a page is opened; one that is open for days asks when it is looked at, this often at most. */
const ASK_AFTER_MS = 60 * 60 * 1000;

/**
 * Writing the address makes browsers fetch the page's icon again. Chromium never lets a version go that is asked to while it answers
 * anything, and then answers no page from it either: by then that is done.
 */
const QUIET_AFTER_MS = 500;
/** A version that has let go by then does so at all. */
const TAKEN_OVER_AFTER_MS = 3000;
/** A host that has not answered by then does not. */
const ANSWERED_AFTER_MS = 10_000;
/** By then a page that is loaded again is gone. */
const TOLD_AGAIN_AFTER_MS = 10_000;

/** Tells of a newer version, now or whenever it comes. Never reloads unasked. */
export function watchVersions(
  registration: ServiceWorkerRegistration,
  page: OpenPage,
  browser: VersionedBrowser = thisBrowser(),
): void {
  const tell = (what = 'A new version is there.'): void => {
    page.notices.add({
      severity: 'info',
      what,
      works: 'Reloading keeps the layout as it is.',
      action: { title: 'Reload', run: () => void reload() },
    });
  };
  const reload = async (): Promise<void> => {
    await page.flush();
    const { waiting } = registration;
    if (waiting !== null) {
      await pause(QUIET_AFTER_MS);
      if (!(await takenOver(waiting)) && !(await letGo(registration))) {
        tell('The new version cannot take over yet, and its host does not answer.');
        return;
      }
      // What was done meanwhile.
      await page.flush();
    }
    browser.reload();
    // Where nothing came of it, the page is still there to say so.
    setTimeout(() => tell(), TOLD_AGAIN_AFTER_MS);
  };
  const follow = (worker: ServiceWorker | null): void => {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') tell();
    });
  };

  if (registration.waiting !== null) tell();
  follow(registration.installing);
  registration.addEventListener('updatefound', () => follow(registration.installing));
  let wasKept = browser.serviceWorker.controller !== null;
  browser.serviceWorker.addEventListener('controllerchange', () => {
    // Another tab has asked for it: what this one still needs of its own version stays kept.
    if (wasKept) tell();
    wasKept = true;
  });
  askNowAndThen(registration, browser);
}

const thisBrowser = (): VersionedBrowser => ({
  serviceWorker: navigator.serviceWorker,
  onShow(listener) {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') listener();
    });
  },
  reload: () => location.reload(),
  now: () => performance.now(),
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets a waiting version take over; false if the old one does not let go. */
function takenOver(waiting: ServiceWorker): Promise<boolean> {
  const taken = new Promise<boolean>((resolve) => {
    waiting.addEventListener('statechange', () => {
      if (waiting.state === 'activated' || waiting.state === 'redundant') resolve(true);
    });
  });
  waiting.postMessage(TAKE_OVER);
  return Promise.race([taken, pause(TAKEN_OVER_AFTER_MS).then(() => false)]);
}

/** Gives up what is kept, so that the page comes from its host and is kept anew. False, and nothing is given up, if the host is away. */
async function letGo(registration: ServiceWorkerRegistration): Promise<boolean> {
  const answered = registration.update().then(
    () => true,
    () => false,
  );
  const isThere = await Promise.race([answered, pause(ANSWERED_AFTER_MS).then(() => false)]);
  return isThere && registration.unregister();
}

function askNowAndThen(registration: ServiceWorkerRegistration, { onShow, now }: VersionedBrowser): void {
  let asked = now();
  onShow(() => {
    if (now() - asked < ASK_AFTER_MS) return;
    asked = now();
    // Without a network there is no answer, and nothing to tell.
    registration.update().catch(() => undefined);
  });
}
