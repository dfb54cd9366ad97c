import type { Severity } from '../core/lint/diagnostic';

/** What there is to say where code that is fetched when it is needed does not come. */
export const NOT_FETCHED = {
  severity: 'error',
  what: 'This part of physmap could not be fetched: the network is down, or physmap was updated',
  works: 'Reload the page; the layout is in the address bar',
} as const satisfies { readonly severity: Severity; readonly what: string; readonly works: string };
