/** A display has OVMF leave its boot logo in memory, which Linux then keeps: nobody can say where. */
import { RAM } from '../base/e820';
import { GiB } from '../base/addr';
import { size } from '../base/range';
import { lessSure } from '../space/sureness';
import { withStep, type TableEntry } from './entry';

export const BOOT_LOGO =
  'UEFI leaves its boot logo in RAM, and Linux keeps some pages of it reserved: one more “e820: update” line and one more cut in RAM below 4 GiB, at an address that differs.';

/** The RAM that it is cut from, the largest piece below 4 GiB, is then only modelled. */
export function withBootLogo(table: readonly TableEntry[]): readonly TableEntry[] {
  const low = table.filter(({ type, range }) => type === RAM && range.end <= 4 * GiB);
  const largest = low.reduce<TableEntry | undefined>(
    (top, entry) => (top && size(top.range) >= size(entry.range) ? top : entry),
    undefined,
  );
  return table.map((entry) =>
    entry === largest
      ? { ...entry, sure: lessSure(entry.sure, 'modelled'), why: withStep(entry.why, BOOT_LOGO) }
      : entry,
  );
}
