import type { Migration } from './index';

/** Format 2 added what is known of the host, host memory behind backends, and firmware builds by id; all of it may be absent. */
export const to2: Migration = { to: 2, up: (document) => document };
