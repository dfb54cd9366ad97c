/**
 * Spellings of specific-purpose memory that were posted on qemu-devel and never merged. A command line that has one is read as it was
 * meant: as a layout for the last version of the patches that spelled it so.
 */
import type { SpmForm } from '../../dialects/dialect';
import { dialects } from '../../dialects/index';
import type { LayoutDraft } from './draft';
import type { TypedOption } from './typed-option';

export type NeverMerged = Exclude<SpmForm, 'sp-mem'>;

interface Spelling {
  readonly form: NeverMerged;
  /** What was typed, and when it was posted. */
  readonly what: string;
  /** Versions with the same spelling and other tables. */
  readonly others: string;
}

/** Where a command line has several, which no version knows, the first counts. */
const SPELLINGS: readonly Spelling[] = [
  {
    form: 'memmap-type',
    what: 'memmap-type= on a node is how versions 5 to 7 of the patches for specific-purpose memory spelled it, posted from January to March 2026',
    others:
      'Versions 5 and 6 spell it the same: 5 takes it on nodes without memory too, and keeps reserved nodes in the SRAT.',
  },
  {
    form: 'spm',
    what: 'spm=on on a node is how versions 1 to 4 of the patches for specific-purpose memory spelled it, posted from September to December 2025',
    others: 'Versions 1, 2 and 3 spell it the same and make other tables of it.',
  },
  {
    form: 'spm-memory',
    what: 'spm-memory is what sp-mem was called in versions 8 and 9 of the patches, posted in May and June 2026',
    others: 'Version 8 spells it the same, lists the newest device first and refuses nodes that have other memory.',
  },
  {
    form: 'hmem',
    what: 'hmem=on on a memory backend is how specific-purpose memory was first spelled, posted in December 2024',
    others: '',
  },
];

/** The device's name before the merge. */
export const MERGED_DRIVERS: ReadonlyMap<string, string> = new Map([['spm-memory', 'sp-mem']]);
/** What `query-memory-devices` called it then. */
export const MERGED_PROPERTIES: ReadonlyMap<string, string> = new Map([['memaddr', 'addr']]);

/** Remembers the first option of each spelling. */
export function noteSpelling({ spellings }: LayoutDraft, form: NeverMerged, option: TypedOption): void {
  if (!spellings.has(form)) spellings.set(form, option);
}

/** The dialect that the options are for; the document's default where they have no such spelling. Says what it is. */
export function dialectOfSpellings(draft: LayoutDraft): { readonly dialect?: string } {
  const found = SPELLINGS.find(({ form }) => draft.spellings.has(form));
  if (found === undefined) return {};
  const { form, what, others } = found;
  // The newest comes first.
  const dialect = dialects.all.find(({ spm }) => spm === form);
  const option = draft.spellings.get(form);
  const also = SPELLINGS.filter((each) => each !== found && draft.spellings.has(each.form));
  const mixed = also.length === 0 ? '' : ` No version knows ${also.map((each) => each.form).join(' and ')} beside it.`;
  draft.notes.push({
    ...(option === undefined ? {} : { option }),
    message: `${what}; it was never merged, and QEMU 11.1 refuses it. It is read as written, for version ${dialect?.patch?.version ?? ''}.${others === '' ? '' : ` ${others}`}${mixed} The page “Dialects” translates it to sp-mem, which QEMU 11.1 has.`,
  });
  return dialect === undefined ? {} : { dialect: dialect.id };
}
