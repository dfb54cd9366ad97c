import type { Migration } from './index';

/** Format 4 added steps of the timeline beside plugging, and the drivers that a guest starts with; all of it may be absent. */
export const to4: Migration = { to: 4, up: (document) => document };
