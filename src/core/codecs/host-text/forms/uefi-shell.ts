/** The UEFI memory map as the shell's `memmap` prints it, in the E820 types that a kernel makes of it. */
import { ACPI_DATA, ACPI_NVS, PERSISTENT, RAM, RESERVED, SOFT_RESERVED, UNUSABLE } from '../../../base/e820';
import { inclusive } from '../address';
import type { LineForm } from '../line-form';

const LINE = /^ *([A-Za-z_]{4,12}) +([0-9a-f]{16})-([0-9a-f]{16}) +([0-9a-f]{16}) +([0-9a-f]{16})$/i;

/** EDK2 ShellPkg, UefiShellDebug1CommandsLib/MemMap.c. */
const TYPES: ReadonlyMap<string, number> = new Map([
  ['reserved', RESERVED],
  ['loadercode', RAM],
  ['loaderdata', RAM],
  ['bs_code', RAM],
  ['bs_data', RAM],
  ['rt_code', RESERVED],
  ['rt_data', RESERVED],
  ['available', RAM],
  ['unusable', UNUSABLE],
  ['acpi_recl', ACPI_DATA],
  ['acpi_nvs', ACPI_NVS],
  ['mmio', RESERVED],
  ['mmio_port', RESERVED],
  ['palcode', RESERVED],
  ['persistent', PERSISTENT],
]);
/** EFI_MEMORY_SP is bit 18. */
const SP_BIT = 2 ** 18;

export const uefiShell: LineForm = {
  id: 'uefi-shell',
  hint: /[0-9A-Fa-f]{16}-[0-9A-Fa-f]{16} +[0-9A-Fa-f]{16} /,
  title: 'lines of the UEFI shell’s memmap',
  source: 'UEFI memory map',

  read({ text, number }, facts) {
    const [, name = '', first = '', last = '', , attributes = ''] = LINE.exec(text) ?? [];
    const type = TYPES.get(name.toLowerCase());
    const span = type === undefined ? undefined : inclusive(first, last);
    if (type === undefined || span === undefined) return false;
    const isSpecific = Math.floor(Number(`0x${attributes}`) / SP_BIT) % 2 === 1;
    facts.keep(facts.efi, { ...span, type: type === RAM && isSpecific ? SOFT_RESERVED : type, line: number });
    return true;
  },
};
