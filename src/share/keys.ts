/** Keys that stand behind `#` and that the first load must know. */

/** In front of percent-encoded text that is to be imported: a command line, a boot log. */
export const IMPORT = 'import=';

/** Behind a layout: how much of its review is not in the link. */
export const LEFT_OUT = '&left-out=';
