/** What the firmware tells the operating system: the second boot stage. */
import { SOFT_RESERVED } from '../base/e820';
import { firmwares } from '../boot/firmwares';
import type { EfiType, HandOff, HandOffRange } from '../firmware/hand-off';
import { sentenceOf, sentenceOfGroup, type Reason } from './differences';
import type { Stage } from './stage';
import { tableSnapshot, type TableRow } from './table-snapshot';

/** The E820 type that a UEFI type comes to (Linux drivers/firmware/efi/libstub/x86-stub.c, setup_e820), and its words in a UEFI map. */
const OF_EFI: Readonly<Record<EfiType, readonly [type: number, words: string]>> = {
  conventional: [1, 'Conventional'],
  reserved: [2, 'Reserved'],
  'runtime-code': [2, 'Runtime Code'],
  'runtime-data': [2, 'Runtime Data'],
  mmio: [2, 'MMIO'],
  unusable: [5, 'Unusable'],
  'acpi-reclaim': [3, 'ACPI Reclaim'],
  'acpi-nvs': [4, 'ACPI NVS'],
  persistent: [7, 'Persistent'],
};
/** What SeaBIOS calls types in its own log (src/e820map.c, e820_type_name). */
const SEABIOS_WORDS: Readonly<Record<number, string>> = { 1: 'RAM', 2: 'RESERVED', 3: 'ACPI', 4: 'NVS', 5: 'UNUSABLE' };

function rowOf({ range, type, efi, specificPurpose, sure, why }: HandOffRange): TableRow {
  if (efi === undefined)
    return { range, type: type ?? 0, words: SEABIOS_WORDS[type ?? 0] ?? `type ${type}`, sure, why };
  const [plain, words] = OF_EFI[efi];
  const isSpecific = specificPurpose === true;
  return { range, type: isSpecific ? SOFT_RESERVED : plain, words: isSpecific ? `${words}, SP` : words, sure, why };
}

/** The firmware gives a reason with each of its ranges, and with each entry that it lost. */
function reasonOf({ losses }: HandOff, author: string): Reason {
  const lossAt = new Map(losses.map((loss) => [loss.range.start, loss]));
  return (_found, group) => {
    const loss = group.before.map(({ range }) => lossAt.get(range.start)).find((each) => each !== undefined);
    return loss === undefined ? sentenceOfGroup(group, author, '') : sentenceOf(loss.why, '');
  };
}

export const firmwareStage: Stage = {
  id: 'firmware',
  title: 'Firmware',
  appliesTo: ({ handOff }) => handOff !== undefined,
  run(before, { handOff }) {
    if (before === undefined || handOff === undefined) throw new Error('firmware has nothing to start from');
    const short = firmwares.find(handOff.firmware)?.short ?? handOff.firmware;
    return tableSnapshot(before, {
      id: 'firmware',
      title: short,
      author: short,
      rows: handOff.ranges.map(rowOf),
      sure: handOff.sure,
      caveats: handOff.caveats,
      reason: reasonOf(handOff, short),
    });
  },
};
