import { createContext } from 'svelte';
import type { Workspace } from './workspace.svelte';

/** The one workspace of a page, set by the frame and read by every panel and view. */
export const [getWorkspace, setWorkspace] = createContext<Workspace>();
