/** The UEFI memory map as `efi=debug` prints it (efi_print_memmap), in the E820 types that the kernel makes of it. */
import { ACPI_DATA, ACPI_NVS, PERSISTENT, RAM, RESERVED, SOFT_RESERVED, UNUSABLE } from '../../../base/e820';
import { exclusive, inclusive } from '../address';

import type { LineForm } from '../line-form';

const NAMED = /^ *efi: mem\d+: \[([^\]]{1,120})\] range=\[0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})([\])]) \(\d+[KMG]B\)$/i;
const NUMBERED =
  /^ *(?:efi|EFI): mem\d+: type=(\d{1,3}), attr=0x([0-9a-f]{1,16}), range=\[0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})([\])]) \(\d+[KMG]B\)$/i;

/** By the number of UEFI 2.10, table 7.10. */
const TYPES = [
  { name: /^Reserved/i, type: RESERVED },
  { name: /^Loader Code/i, type: RAM },
  { name: /^Loader Data/i, type: RAM },
  { name: /^Boot Code/i, type: RAM },
  { name: /^Boot Data/i, type: RAM },
  { name: /^Runtime Code/i, type: RESERVED },
  { name: /^Runtime Data/i, type: RESERVED },
  { name: /^Conventional/i, type: RAM },
  { name: /^Unusable/i, type: UNUSABLE },
  { name: /^ACPI Reclaim/i, type: ACPI_DATA },
  { name: /^ACPI Mem/i, type: ACPI_NVS },
  { name: /^(?:Memory Mapped I\/O|MMIO)$/i, type: RESERVED },
  { name: /^(?:MMIO Port|Memory Mapped I\/O Port)/i, type: RESERVED },
  { name: /^PAL Code/i, type: RESERVED },
  { name: /^Persistent/i, type: PERSISTENT },
] as const;
/** EFI_MEMORY_SP is bit 18. */
const SP_BIT = 2 ** 18;

export const efiMap: LineForm = {
  id: 'efi-map',
  hint: /(?:efi|EFI): mem/,
  title: 'UEFI memory map entries',
  source: 'UEFI memory map',

  read({ text, number }, facts) {
    const named = NAMED.exec(text);
    const numbered = named === null ? NUMBERED.exec(text) : null;
    if (named === null && numbered === null) return false;
    let type: number | undefined;
    let isSpecific: boolean;
    if (named !== null) {
      const [name = '', ...attributes] = (named[1] ?? '').split('|').map((piece) => piece.trim());
      type = TYPES.find((each) => each.name.test(name))?.type;
      isSpecific = attributes.includes('SP');
    } else {
      type = TYPES[Number(numbered?.[1])]?.type;
      isSpecific = Math.floor(Number(`0x${numbered?.[2] ?? '0'}`) / SP_BIT) % 2 === 1;
    }
    const [first = '', last = '', bracket = ''] = named?.slice(2) ?? numbered?.slice(3) ?? [];
    const span = bracket === ')' ? exclusive(first, last) : inclusive(first, last);
    if (span === undefined || type === undefined) return false;
    facts.keep(facts.efi, { ...span, type: type === RAM && isSpecific ? SOFT_RESERVED : type, line: number });
    return true;
  },
};
