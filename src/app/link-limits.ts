/** What becomes of long links on their way. */

/** Links longer than this many characters are cut by the programs named. */
export const LINK_LIMITS = [
  { length: 2000, cutBy: 'some mail and chat programs' },
  { length: 4000, cutBy: 'some chat programs' },
  { length: 8000, cutBy: 'many programs' },
] as const;

/** The largest limit that a link of so many characters exceeds; undefined if every program takes it. */
export const exceededBy = (length: number): (typeof LINK_LIMITS)[number] | undefined =>
  LINK_LIMITS.findLast((limit) => length > limit.length);
