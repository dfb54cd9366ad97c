import type { Migration } from './index';

/** Format 6 added reviews: threads and waivers. All of it may be absent. */
export const to6: Migration = { to: 6, up: (document) => document };
