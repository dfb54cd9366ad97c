/** Lists of steps that a document has just as they stood in the JSON that it was read from. */
export const stepsAsGiven = new WeakSet<object>();
