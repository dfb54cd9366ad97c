/** Starts the page: the planner's worker, the layout to show, the frame. */
import { mount } from 'svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import type { OpenPage } from './app/new-version';
import { browserPage } from './app/page';
import { openWorkspace } from './app/start-up';
import App from './App.svelte';
import { startPlanner } from './client/start-planner';
import { firstDocument } from './share/first-link';

/** A function and not the module itself: parts that come later import from the file of the first load, which must be done by then. */
async function start(): Promise<void> {
  const page = browserPage(window);

  let tellOfDeath = (_details: string): void => undefined;
  const planner = startPlanner((details) => tellOfDeath(details));
  const workspace = await openWorkspace({
    ...{ planner, page, sample: firstDocument },
    pictures: () => import('./views/map/file-pictures'),
  });
  tellOfDeath = (details) => {
    workspace.notices.add({
      severity: 'warning',
      what: 'The planner stopped and was started again; nothing is lost.',
      works: `If it happens again, report this: ${details.split('\n')[0] ?? ''}`,
    });
  };

  workspace.theme.followSystem(window.matchMedia('(prefers-color-scheme: dark)'));
  workspace.start();
  mount(App, { target: document.body, props: { workspace, storage: page.storage } });
  if (import.meta.env.PROD) await keepForOffline(workspace);
}

/** Browsers that keep nothing, as in private windows or for pages without encryption, lose this alone. */
async function keepForOffline(workspace: OpenPage): Promise<void> {
  try {
    const { serviceWorker } = navigator;
    await serviceWorker.register('./sw.js', { updateViaCache: 'none' });
    const registration = await serviceWorker.ready;
    (await import('./app/new-version')).watchVersions(registration, workspace);
  } catch {
    // There is nothing to do without it.
  }
}

void start();
