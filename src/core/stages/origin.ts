/** Finds the document entity behind an option of the generated command line. */
import type { DocPath } from '../space/region';
import type { StageContext } from './stage';

/** The document path of the option's argument; none for an option that no single entity asked for. */
export function pathOfOption(context: StageContext, option: number): DocPath | undefined {
  const typed = context.startup.options[option];
  if (typed === undefined) return undefined;
  return context.words[typed.word + 1]?.path ?? context.words[typed.word]?.path;
}
