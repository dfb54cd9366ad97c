/** What a guest's kernel, or its UEFI shell, says of the memory that the firmware handed over. */
import { atOnce } from '../../base/in-steps';
import { err, ok, type Result } from '../../base/result';
import { capturedRange, type CapturedEntry, type CapturedStage } from '../../capture/capture';
import type { LayoutDocument } from '../../document/schema';
import type { FormatError, Imported, Importer, ImportNote } from '../format';
import type { TableEntry } from '../host-text/facts';
import { scan, type Scan } from '../host-text/scan';
import { LONGEST_LOG, tooLong } from '../text-place';
import { imported, IS_CHECKED, typeFacts } from './captured';

interface LogTable {
  readonly title: string;
  readonly stage: CapturedStage;
  readonly isEfi?: true;
  /** Of what a text tells, the entries of this table. */
  entries(read: Scan): readonly TableEntry[];
  /** Said besides. */
  notes?(read: Scan): readonly ImportNote[];
  readonly lacking: FormatError;
}

const BIOS: LogTable = {
  title: 'BIOS-e820 lines of the guest',
  stage: 'kernel-bios',
  entries: ({ facts }) => biosTables(facts.tables).at(-1)?.entries ?? [],
  notes({ facts }) {
    const tables = biosTables(facts.tables);
    const line = tables.at(-1)?.entries[0]?.line;
    if (tables.length < 2 || line === undefined) return [];
    return [{ message: `The log has ${tables.length} boots; the last one is taken.`, line }];
  },
  lacking: {
    code: 'boot-log/no-table',
    message: 'There are no BIOS-e820 lines in this log.',
    works: "The beginning of the guest's log: sudo dmesg | grep BIOS-e820",
  },
};

const EFI: LogTable = {
  title: 'UEFI memory map of the guest',
  stage: 'firmware',
  isEfi: true,
  entries: ({ facts }) => facts.efi,
  lacking: {
    code: 'boot-log/no-efi-map',
    message: 'There is no UEFI memory map in this text.',
    works: 'The log of a kernel started with efi=debug, or what memmap prints in the UEFI shell.',
  },
};

const biosTables = (tables: Scan['facts']['tables']) =>
  tables.filter(({ tag, entries }) => tag === 'bios' && entries.length > 0);

function outcome(table: LogTable, read: Scan, current?: LayoutDocument): Result<Imported, FormatError> {
  const entries = table.entries(read).map(({ start, end, type, line }): CapturedEntry => ({
    ...capturedRange(BigInt(start), BigInt(end)),
    type,
    line,
  }));
  if (entries.length === 0) return err(table.lacking);
  const { title, stage, isEfi } = table;
  const capture = { title, of: 'e820', stage, entries, ...(isEfi === true ? { isEfi } : {}) } as const;
  const { lines, unread, unlisted, facts } = read;
  return ok(
    imported(
      {
        capture,
        facts: typeFacts(entries),
        notes: [...(table.notes?.(read) ?? []), ...facts.notes],
        account: { lines, unread, unlisted },
      },
      current,
    ),
  );
}

const inSteps = (table: LogTable) =>
  function* (text: string, current?: LayoutDocument): Generator<number, Result<Imported, FormatError>> {
    return text.length > LONGEST_LOG ? err(tooLong(text, LONGEST_LOG)) : outcome(table, yield* scan(text), current);
  };

const readsAll = (table: LogTable): Pick<Importer, 'longest' | 'read' | 'steps'> => ({
  longest: LONGEST_LOG,
  read: (text, current) => atOnce(inSteps(table)(text, current)),
  steps: inSteps(table),
});

const HAS_BIOS = /BIOS-e820: +(?:\[mem |[0-9a-fA-F]{16} - )/;
const HAS_EFI =
  /(?:efi|EFI): mem\d+: (?:\[|type=)|^ *(?:Available|BS_Data|BS_Code|RT_Data|RT_Code) +[0-9a-f]{16}-[0-9a-f]{16} /im;

/** The machine says that it is no guest of QEMU. */
const IS_METAL = /\bDMI: (?!QEMU\b)(?!.{0,200}\b(?:KVM|QEMU|libvirt|OpenStack|EC2|Google|KubeVirt)\b)/;

/** A log of a machine that names itself is hardly one of a guest. */
const likeness = (text: string, tells: RegExp, sureness: number): number =>
  text.length <= LONGEST_LOG && tells.test(text) ? sureness - (IS_METAL.test(text) ? 0.2 : 0) : 0;

/** The readings of hosts come first: that is what a log without a word about it mostly is. */
export const guestBootLog: Importer = {
  id: 'guest-boot-log',
  title: 'Boot log of the guest: its BIOS-e820 lines',
  does: IS_CHECKED,
  example: 'BIOS-e820: [mem 0x0000000000100000-0x000000007ffdffff] usable',
  sniff: (text) => likeness(text, HAS_BIOS, 0.92),
  ...readsAll(BIOS),
};

export const efiMemoryMap: Importer = {
  id: 'efi-map',
  title: 'UEFI memory map of the guest: efi: mem lines of its boot log, or memmap of the UEFI shell',
  does: IS_CHECKED,
  example:
    'efi: mem00: [Conventional Memory|   |  |  |  |  |  |  |  |   |WB|WT|WC|UC] range=[0x0000000000100000-0x00000000007fffff] (7MB)',
  sniff: (text) => likeness(text, HAS_EFI, 0.93),
  ...readsAll(EFI),
};
