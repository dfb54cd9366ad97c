/** What of a layout a command line can say. */
import type { Review } from './review';
import type { LayoutDocument } from './schema';

const NO_HOST: LayoutDocument['host'] = { ranges: [], nodes: [], resources: [], dax: [] };

const NO_REVIEW: Review = { threads: [], waivers: [] };

const without = <T extends object>(value: T, key: string): T =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as T;

/**
 * The layout without its hosts, the firmware and kernel that it is planned for, the host memory behind its backends, the BARs that
 * devices bring along, what happens once it runs, and what reviewers say of it.
 */
export function guestPart(document: LayoutDocument): LayoutDocument {
  const backends = document.backends.map((backend) => without(backend, 'host'));
  const devices = document.devices.map((device) => without(device, 'bars'));
  return { ...document, backends, devices, host: NO_HOST, fleet: [], boot: {}, events: [], review: NO_REVIEW };
}
