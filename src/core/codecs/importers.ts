/** Texts that a layout can be read from. */
import { registry } from '../base/registry';
import { err, type Result } from '../base/result';
import type { LayoutDocument } from '../document/schema';
import type { FormatError, Imported, Importer } from './format';
import { hostText } from './host-text/host-text';
import { layoutJson } from './layout-json';
import { qemuCommandLine } from './qemu-command-line';
import { qemuConfig } from './qemu-config';
import { LONGEST_LOG, LONGEST_TEXT, tooLong } from './text-place';

export const importers = registry<Importer>([qemuCommandLine, qemuConfig, layoutJson, hostText]);

/** Less sure than this is a guess, and nothing is guessed. */
const LEAST_SURE = 0.3;

/** The format that a text looks like most; nothing if it looks like none. */
export function recognise(text: string): Importer | undefined {
  let best: Importer | undefined;
  let sureness = LEAST_SURE;
  for (const importer of importers.all) {
    const sure = importer.sniff(text);
    if (sure > sureness) [best, sureness] = [importer, sure];
  }
  return best;
}

/** Reads a text in whatever format it is. Never throws; bounded in time and memory. */
export function importText(text: string, current?: LayoutDocument): Result<Imported, FormatError> {
  const reading = importInSteps(text, current);
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
  }
}

/**
 * As `importText`, in small steps, so that others get their turn in between; each gives how much is done, 0 to 1.
 * @param current the layout on screen, which keeps what the text does not speak of
 */
export function* importInSteps(
  text: string,
  current?: LayoutDocument,
): Generator<number, Result<Imported, FormatError>> {
  if (text.length > LONGEST_LOG) return err(tooLong(text, LONGEST_LOG));
  const importer = recognise(text);
  if (importer?.steps !== undefined) return yield* importer.steps(text, current);
  if (importer !== undefined) return importer.read(text, current);
  if (text.length > LONGEST_TEXT) return err(tooLong(text));
  const empty = text.trim() === '';
  return err({
    code: 'import/unknown-format',
    message: empty ? 'There is nothing to read.' : 'The text looks like none of the formats that can be read.',
    works: importers.all.map(({ title, example }) => `${title}: ${example}`).join('\n'),
  });
}
