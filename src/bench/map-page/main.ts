/** The map alone, with `?ranges=N` ranges. */
import { mount } from 'svelte';
import { testPage } from '../../app/page-for-tests';
import { Workspace } from '../../app/workspace.svelte';
import type { Planner } from '../../client/planner';
import { emptyDocument } from '../../core/document/defaults';
import '../../styles/fonts.css';
import '../../styles/tokens.css';
import '../../styles/base.css';
import MapForTests from '../../views/map/MapForTests.svelte';
import { manyRanges } from './many-ranges';

const count = Number(new URLSearchParams(location.search).get('ranges') ?? '1000');
const plan = manyRanges(count);
const planner: Planner = {
  call: (call) => (call === 'plan' ? Promise.resolve(plan as never) : Promise.reject(new Error('not asked for'))),
  cancel: () => undefined,
  dispose: () => undefined,
};
const workspace = new Workspace({ document: emptyDocument(), saved: true, planner, page: testPage() });
workspace.plans.ask(workspace.history.current, 1);
mount(MapForTests, { target: document.body, props: { workspace, width: innerWidth, height: innerHeight } });
