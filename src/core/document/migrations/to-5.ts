import type { Migration } from './index';

/** Format 5 added marks of nodes and backends, the spellings of specific-purpose memory that were never merged; all of it may be absent. */
export const to5: Migration = { to: 5, up: (document) => document };
