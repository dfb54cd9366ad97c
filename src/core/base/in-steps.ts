/** Work in small steps, carried out at one go by whoever need not let others in between. */
export function atOnce<T>(steps: Generator<unknown, T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
