/** A layout as its own JSON, the form in which physmap saves it. */
import { err, ok, type Result } from '../base/result';
import { compactDocument } from '../document/defaults';
import { readManySteps } from '../document/read-many-steps';
import { fileStem } from './file-stem';
import type { Exporter, FormatError, Imported, Importer } from './format';
import { jsonFault } from './json-fault';
import { errorAt, tooLong } from './text-place';

/** Characters of 100,000 steps, spelled out line by line. */
export const LONGEST_LAYOUT = 48 * 2 ** 20;

export const layoutJson: Importer = {
  id: 'layout-json',
  title: 'physmap layout (JSON)',
  does: 'Takes the place of the layout.',
  example: '{"format": 1, "machine": {"type": "q35"}}',

  isLayout: true,
  longest: LONGEST_LAYOUT,

  sniff(text) {
    if (!/^\s*\{/.test(text)) return 0;
    return /"format"\s*:/.test(text) ? 0.98 : 0.4;
  },

  read(text) {
    if (text.length > LONGEST_LAYOUT) return err(tooLong(text, LONGEST_LAYOUT));
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return err(unreadable(text));
    }
    return judgedLayout(value);
  },
};

function unreadable(text: string): FormatError {
  const offset = jsonFault(text) ?? 0;
  const found = text.charAt(offset);
  const message = found === '' ? 'The JSON ends too early.' : `“${found}” cannot stand here in JSON.`;
  return errorAt(text, offset, 1, { code: 'layout-json/syntax', message, works: 'The file as physmap saved it.' });
}

/** Judges parsed JSON of any origin. */
export function judgedLayout(value: unknown): Result<Imported, FormatError> {
  const document = readManySteps(value);
  if (document.ok) return ok({ document: document.value, notes: [] });
  const [first, ...more] = document.error;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return err({
    code: first?.code === 'too-new' ? 'layout-json/too-new' : 'layout-json/field',
    message: `${first === undefined || first.path === '' ? '' : `${first.path}: `}${first?.message ?? ''}${others}`,
    works:
      first?.code === 'too-new'
        ? 'The newest version of physmap: reload the page.'
        : 'The fields that layout.schema.json describes.',
  });
}

export const layoutJsonFile: Exporter = {
  id: 'layout-json',
  title: 'Layout',
  write: (_plan, document) =>
    ok({
      fileName: `${fileStem(document.title)}.json`,
      mediaType: 'application/json',
      content: `${JSON.stringify(compactDocument(document), null, 2)}\n`,
    }),
};
