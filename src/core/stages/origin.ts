/** Finds the document entity behind an option of the generated command line. */
import type { DocPath } from '../space/region';
import type { StageContext } from './stage';

/** The document path of the option's argument; none for an option that no single entity asked for. */
export function pathOfOption(context: StageContext, option: number): DocPath | undefined {
  const typed = context.startup.options[option];
  if (typed === undefined) return undefined;
  return context.words[typed.word + 1]?.path ?? context.words[typed.word]?.path;
}

/** The document's index of the backend with this id, as a path. */
export function pathOfBackend(context: StageContext, id: string): DocPath | undefined {
  const index = context.document.backends.findIndex((backend) => backend.id === id);
  return index < 0 ? undefined : `backends.${index}`;
}
