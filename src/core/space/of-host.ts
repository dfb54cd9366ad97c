import type { DocPath } from './region';

/** Bytes of a thing whose place is in the host's part of the layout are the host's; all others are the guest's. */
export const isOfHost = ({ path }: { readonly path?: DocPath | undefined }): boolean =>
  path === 'host' || path?.startsWith('host.') === true;
