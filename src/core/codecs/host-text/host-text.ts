/** Reads what a machine says of its memory: boot logs, `/proc/iomem`, `lsmem`, `numactl`, `daxctl` and others, also several in one text. */
import { atOnce } from '../../base/in-steps';
import { err, ok, type Result } from '../../base/result';
import { emptyDocument } from '../../document/defaults';
import type { LayoutDocument } from '../../document/schema';
import type { FormatError, Imported, Importer } from '../format';
import { LONGEST_LOG, tooLong } from '../text-place';
import { conclude, fleetOf, isWithoutPrivilege } from './conclude';
import { E820_COMMAND } from './remarks';
import { scan, type Scan } from './scan';

const TELLS_MEMORY = new RegExp(
  [
    '(?:BIOS-e820|user|modified|setup_data): +(?:\\[(?:mem|gap) |[0-9a-fA-F]{4,16} - )',
    'e820: (?:update|remove) \\[',
    'BIOS-provided physical RAM map:',
    'SRAT: Node \\d',
    'firmware/memmap/\\d',
    '^[ \\t]*[0-9a-f]{1,16}-[0-9a-f]{1,16} : \\S',
    '^[ A-Z-]{0,120}\\bRANGE\\b',
    'RANGE="0x',
    '"range" ?: ?"0x',
    '^available: \\d+ nodes?',
    '^node \\d+ (?:cpus|size):',
    '"(?:chardev|decoder)" ?:',
    // Of `cxl list`, where it comes first; a list of QEMU's has paths.
    '^[\\[{ \\t]*"memdev" ?: ?"(?!/)',
    '^[>| \\t]{0,16}(?:\\d{1,4}[.:)][ \\t]+)?\\[?(?:mem )?0x[0-9a-fA-F]{1,24}[ \\t]*(?:-|–|\\.\\.|\\+)[ \\t]*\\w{1,28}\\]?[ \\t]*[,:|]?[ \\t]+\\(?(?:usable|[Ss]ystem RAM|RAM|(?:device )?reserved|[Ss]oft[ _-][Rr]eserved|ACPI|unusable|persistent|type \\d)',
    '[Aa]ddress sizes\\s*:',
    'Memory block size:',
    'efi: mem\\d+: (?:\\[|type=)',
    '^ *(?:Available|BS_Data|BS_Code|RT_Data|RT_Code|Reserved|LoaderCode|LoaderData|ACPI_NVS|ACPI_Recl) +[0-9A-Fa-f]{16}-[0-9A-Fa-f]{16} ',
    'last_pfn = 0x',
    '^\\d+/(?:start|end|type):',
  ].join('|'),
  'm',
);
/** A log that says nothing of memory, or comments alone: no other format either, and worth a better answer than a list of formats. */
const IS_LOG = /^(?:<\d>)?\[ *\d+\.\d{6}\] |^\w{3} [ \d]\d \d\d:\d\d:\d\d \S+ kernel: /m;
const ONLY_COMMENTS = /^(?:\s*#[^\n]*(?:\n|$))+$/;
const LONGEST_COMMENTS = 65_536;
const MOST_NOTES = 200;

export const hostText: Importer = {
  id: 'host-text',
  title: 'E820 table, boot log, /proc/iomem, lsmem, numactl -H, daxctl list and other texts of a host',
  does: 'Becomes the host of the layout; the guest stays as it is.',
  example: 'BIOS-e820: [mem 0x0000000100000000-0x000000047fffffff] usable',
  longest: LONGEST_LOG,

  sniff(text) {
    if (text.length > LONGEST_LOG) return 0;
    if (TELLS_MEMORY.test(text)) return 0.97;
    return IS_LOG.test(text) || (text.length < LONGEST_COMMENTS && ONLY_COMMENTS.test(text)) ? 0.35 : 0;
  },

  read: (text, current) => atOnce(readInSteps(text, current)),

  steps: readInSteps,
};

function* readInSteps(text: string, current?: LayoutDocument): Generator<number, Result<Imported, FormatError>> {
  if (text.length > LONGEST_LOG) return err(tooLong(text, LONGEST_LOG));
  return outcome(yield* scan(text), current ?? emptyDocument());
}

function outcome(read: Scan, current: LayoutDocument): Result<Imported, FormatError> {
  const { facts, lines, unread, unlisted } = read;
  const wasHidden = isWithoutPrivilege(facts);
  const [firstHidden] = facts.resources;
  const { host, facts: told, isEmpty } = conclude(read, current.host);
  if (isEmpty && wasHidden) {
    return err({
      code: 'host-text/no-privilege',
      message: 'All addresses of this /proc/iomem are 0: it was captured without root.',
      works: 'Run it as root: sudo cat /proc/iomem',
      ...(firstHidden === undefined ? {} : { line: firstHidden.line }),
    });
  }
  if (isEmpty) return err(nothingIn(read));
  const fleet = fleetOf(facts) ?? current.fleet;
  return ok({
    document: { ...current, host, fleet },
    notes: facts.notes.slice(0, MOST_NOTES),
    part: 'host',
    report: { facts: told, lines, unread, unlisted },
  });
}

function nothingIn({ facts, lines, understood }: Scan): FormatError {
  const all = `${lines.all.toLocaleString('en-US')} ${lines.all === 1 ? 'line' : 'lines'}`;
  const kinds = understood.map(({ title }) => title).join(', ');
  const rest =
    lines.all === lines.empty
      ? `${all}, all of them comments or blank.`
      : lines.understood === 0
        ? `${all}, and none tells of memory.`
        : `${all}, and what was understood (${kinds}) makes no map.`;
  return {
    code: 'host-text/no-data',
    message: ['There is no e820 data in this text, nor other data of a host:', rest, facts.notes[0]?.message ?? '']
      .join(' ')
      .trim(),
    works: `The lines that this prints: ${E820_COMMAND}`,
  };
}
