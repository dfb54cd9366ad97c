import type { Migration } from './index';

/** Format 3 added BARs of PCI devices, the rule of the firmware's PCI window, and a fleet of hosts; all of it may be absent. */
export const to3: Migration = { to: 3, up: (document) => document };
