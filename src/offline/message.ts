/** What the page tells the service worker of a new version when the user asks for it. */
export const TAKE_OVER = 'physmap: take over';
