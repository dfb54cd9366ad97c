/** Texts that a layout can be read from. */
import { atOnce } from '../base/in-steps';
import { registry } from '../base/registry';
import { err, ok, type Result } from '../base/result';
import { followedReview } from '../document/follow-review';
import type { LayoutDocument } from '../document/schema';
import { figure } from '../timeline/words';
import { efiMemoryMap, guestBootLog } from './captures/boot-log';
import { etcE820 } from './captures/etc-e820';
import { flatView } from './captures/flat-view';
import { memoryDevices } from './captures/memory-devices';
import { memoryDevicesLayout } from './captures/memory-devices-layout';
import { srat } from './captures/srat';
import type { Candidate, FormatError, Imported, Importer, Source } from './format';
import { hostText } from './host-text/host-text';
import { kubevirt } from './kubevirt/kubevirt';
import { layoutJson } from './layout-json';
import { libvirtDomain } from './libvirt/libvirt-domain';
import { picture } from './pictures/picture-importer';
import { qmpLog } from './qmp/qmp-log';
import { qemuCommandLine } from './qemu-command-line';
import { qemuConfig } from './qemu-config';
import { LONGEST_LOG, LONGEST_TEXT, tooLong } from './text-place';

export const importers = registry<Importer>([
  qemuCommandLine,
  qemuConfig,
  layoutJson,
  hostText,
  qmpLog,
  picture,
  etcE820,
  srat,
  memoryDevices,
  memoryDevicesLayout,
  flatView,
  guestBootLog,
  efiMemoryMap,
  libvirtDomain,
  kubevirt,
]);

/** Less sure than this is a guess, and nothing is guessed. */
const LEAST_SURE = 0.3;
/**
 * Nobody is asked about a format that is less sure than the surest by more than this. Readings of one text by different signs differ
 * by less, what a format is by its first line and what it only mentions by more.
 */
const NEARLY_AS_SURE = 0.15;
/** From here on a text says itself what it is: only another reading of that very format is offered beside it. */
const NAMES_ITSELF = 0.98;
const ANOTHER_READING = 0.005;

const sniff = (importer: Importer, source: Source): number =>
  'text' in source ? importer.sniff(source.text) : (importer.binary?.sniff(source.bytes) ?? 0);

/** The formats that a source looks like, the likeliest first; of equally likely ones the first in the table. */
export function candidates(source: Source): readonly Candidate[] {
  const all = importers.all
    .map((importer) => ({ importer, sureness: sniff(importer, source) }))
    .filter(({ sureness }) => sureness > LEAST_SURE)
    .sort((a, b) => b.sureness - a.sureness);
  const surest = all[0]?.sureness ?? 0;
  const least = surest - (surest >= NAMES_ITSELF ? ANOTHER_READING : NEARLY_AS_SURE);
  return all.map(({ importer: { id, title, does }, sureness }) => {
    return { id, title, does, sureness, likely: sureness > least };
  });
}

/** Reads a text in whatever format it is. Never throws; bounded in time and memory. */
export const importText = (text: string, current?: LayoutDocument): Result<Imported, FormatError> =>
  atOnce(importInSteps({ text }, current));

/**
 * Reads a source in small steps, so that others get their turn in between; each gives how much is done, 0 to 1. Never throws.
 * @param current the layout on screen, which keeps what the source does not speak of
 * @param importerId the format that was chosen; absent: the likeliest
 */
export function* importInSteps(
  source: Source,
  current?: LayoutDocument,
  importerId: string | undefined = candidates(source)[0]?.id,
): Generator<number, Result<Imported, FormatError>> {
  const importer = importerId === undefined ? undefined : importers.find(importerId);
  const read = yield* readInSteps(source, current, importer);
  const isOther = current === undefined || importer?.isLayout === true;
  return read.ok && !isOther ? ok(withReviewOf(current, read.value)) : read;
}

/** A text that is no layout of physmap says nothing of comments: those on screen stay, on what has the same name. */
function withReviewOf(current: LayoutDocument, imported: Imported): Imported {
  const { threads, waivers } = current.review;
  if (imported.part !== undefined || threads.length + waivers.length === 0) return imported;
  const review = followedReview(current.review, current, imported.document);
  const orphans = [...review.threads, ...review.waivers].filter(({ gone }) => gone === true).length;
  const lost = orphans === 0 ? '' : ` ${orphans} of them: what they are about is not in this text.`;
  const message = `Comments of the layout stay: ${figure(threads.length, 'thread')}, ${figure(waivers.length, 'waiver')}.${lost}`;
  return { ...imported, document: { ...imported.document, review }, notes: [{ message }, ...imported.notes] };
}

function* readInSteps(
  source: Source,
  current: LayoutDocument | undefined,
  importer: Importer | undefined,
): Generator<number, Result<Imported, FormatError>> {
  if ('bytes' in source) return importer?.binary?.read(source.bytes, current) ?? err(unreadable(source.bytes));
  const { text } = source;
  if (text.length > LONGEST_LOG && (importer?.longest ?? 0) < text.length) return err(tooLong(text, LONGEST_LOG));
  if (importer?.steps !== undefined) return yield* importer.steps(text, current);
  if (importer !== undefined) return importer.read(text, current);
  if (text.length > LONGEST_TEXT) return err(tooLong(text));
  return err(
    text.trim() === '' ? { ...unknown('The text'), message: 'There is nothing to read.' } : unknown('The text'),
  );
}

const unknown = (what: string): FormatError => ({
  code: 'import/unknown-format',
  message: `${what} looks like none of the formats that can be read.`,
  works: `One of these: ${importers.all.map(({ title }) => title).join('; ')}.`,
  formats: importers.all.map(({ title, example }) => ({ title, example })),
});

/** What keeps other files in itself, by its first bytes, with what takes them out again. */
const PACKED: readonly { readonly starts: readonly number[]; readonly title: string; readonly unpack: string }[] = [
  { starts: [0x1f, 0x8b], title: 'gzip', unpack: 'gzip -d' },
  { starts: [0x50, 0x4b, 3, 4], title: 'zip', unpack: 'unzip' },
  { starts: [0xfd, 0x37, 0x7a, 0x58, 0x5a], title: 'xz', unpack: 'xz -d' },
  { starts: [0x28, 0xb5, 0x2f, 0xfd], title: 'zstd', unpack: 'zstd -d' },
  { starts: [0x42, 0x5a, 0x68], title: 'bzip2', unpack: 'bzip2 -d' },
  { starts: [0x37, 0x7a, 0xbc, 0xaf], title: '7z', unpack: '7z x' },
];

function unreadable(bytes: Uint8Array): FormatError {
  if (bytes.length === 0) return { ...unknown('The file'), message: 'The file is empty.' };
  const packed = PACKED.find(({ starts }) => starts.every((byte, at) => bytes[at] === byte));
  if (packed === undefined) return unknown('The file');
  return {
    code: 'import/packed',
    message: `The file is packed with ${packed.title}.`,
    works: `Unpack it first (${packed.unpack}), then take what is in it.`,
  };
}
