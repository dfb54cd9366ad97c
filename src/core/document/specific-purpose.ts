import type { LayoutDocument } from './schema';

/** Whether a layout has specific-purpose memory in any form: a marked backend, a marked node, or a device of its own. */
export const hasSpm = ({ devices, nodes, backends }: LayoutDocument): boolean =>
  devices.some(({ kind }) => kind === 'sp-mem') ||
  nodes.some(({ mark }) => mark !== undefined) ||
  backends.some(({ hmem }) => hmem === true);
