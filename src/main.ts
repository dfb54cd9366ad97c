/** Starts the page: the planner's worker, the layout to show, the frame. */
import { mount } from 'svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { browserPage } from './app/page';
import { openWorkspace } from './app/start-up';
import App from './App.svelte';
import { startPlanner } from './client/start-planner';
import { firstDocument } from './share/first-link';

const page = browserPage(window);

let tellOfDeath = (_details: string): void => undefined;
const planner = startPlanner((details) => tellOfDeath(details));
const workspace = await openWorkspace({ planner, page, sample: firstDocument });
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
