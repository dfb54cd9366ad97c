/** Hand-offs as they were recorded, for tests: the UEFI map, or the list that SeaBIOS gave. */
import type { RecordedBoot } from '../../fixtures/guest-view/cases';
import { range } from '../base/range';
import type { EfiType, HandOff, HandOffRange } from '../firmware/hand-off';
import type { Provenance } from '../space/region';

const EFI_TYPES: Readonly<Record<string, EfiType>> = {
  Conventional: 'conventional',
  'ACPI Mem NVS': 'acpi-nvs',
  'ACPI Reclaim': 'acpi-reclaim',
  'Runtime Data': 'runtime-data',
  'Runtime Code': 'runtime-code',
  Reserved: 'reserved',
  MMIO: 'mmio',
};
const LIST_TYPES: Readonly<Record<string, number>> = { 'System RAM': 1, 'device reserved': 2 };

const RECORDED: Provenance = { rule: 'recorded', steps: [{ text: 'Recorded.' }] };

function rangeOf([first, last, name]: readonly [string, string, string]): HandOffRange {
  const base = { range: range(Number(first), Number(last) + 1), sure: 'exact' as const, why: RECORDED };
  const type = LIST_TYPES[name];
  if (type !== undefined) return { ...base, type };
  const [kind = '', ...attributes] = name.split(' +');
  const efi = EFI_TYPES[kind];
  if (efi === undefined) throw new Error(`no such descriptor: ${name}`);
  return { ...base, efi, ...(attributes.includes('SP') ? { specificPurpose: true } : {}) };
}

export const recordedHandOff = ({ firmware, efi_map, bios_e820 }: RecordedBoot): HandOff => ({
  firmware,
  kind: efi_map === undefined ? 'e820' : 'efi',
  ranges: (efi_map ?? bios_e820).map(rangeOf),
  losses: [],
  sure: 'exact',
  caveats: [],
});
