/** Every recorded boot: what physmap says that the firmware hands on, against what the guest was given. */
import { describe, expect, it } from 'vitest';
import { recordedBoots, type RecordedBoot } from '../../fixtures/guest-view/cases';
import { firmwares } from '../boot/firmwares';
import { startUp } from '../qemu/startup';
import { accepted, type AcceptedStartup } from '../qemu/tables/accepted';
import type { EfiType, HandOff, HandOffRange } from './hand-off';
import { firmwareHandOff } from './index';

const WORDS: Readonly<Record<number, string>> = { 1: 'System RAM', 2: 'device reserved', 0xefff_ffff: 'soft reserved' };

const EFI_WORDS: Readonly<Record<EfiType, string>> = {
  conventional: 'Conventional',
  reserved: 'Reserved',
  'runtime-code': 'Runtime Code +RUN',
  'runtime-data': 'Runtime Data +RUN',
  mmio: 'MMIO +RUN',
  unusable: 'Unusable',
  'acpi-reclaim': 'ACPI Reclaim',
  'acpi-nvs': 'ACPI Mem NVS',
  persistent: 'Persistent',
};

const hex = (value: number): string => `0x${value.toString(16)}`;

/** As recordings have them: ends inclusive. */
function row({ range, type, efi, specificPurpose }: HandOffRange): readonly string[] {
  const words = efi === undefined ? (WORDS[type ?? 0] ?? '') : EFI_WORDS[efi] + (specificPurpose ? ' +SP' : '');
  return [hex(range.start), hex(range.end - 1), words];
}

/** The guests were started without QEMU's default devices. */
function startupOf({ args }: RecordedBoot): AcceptedStartup {
  const startup = accepted(startUp(['-nodefaults', ...args]));
  if (startup === undefined) throw new Error('refused');
  return startup;
}

function handOffOf(boot: RecordedBoot): HandOff {
  const firmware = firmwares.find(boot.firmware);
  if (firmware === undefined) throw new Error(boot.firmware);
  return firmwareHandOff(firmware, startupOf(boot));
}

const of = (...ids: readonly string[]) => recordedBoots.filter(({ firmware }) => ids.includes(firmware));

describe('SeaBIOS 1.17.0', () => {
  it.each(of('seabios').map((boot) => [boot.id, boot] as const))('gives the E820 list of %s, exactly', (_, boot) => {
    const handOff = handOffOf(boot);
    expect(handOff.ranges.map(row)).toEqual(boot.bios_e820);
    expect(handOff.sure).toBe('exact');
    expect(handOff.caveats).toEqual([]);
  });

  it('was recorded 49 times', () => expect(of('seabios')).toHaveLength(49));
});

describe('OVMF 2026.08', () => {
  const boots = of('ovmf', 'ovmf-single');

  it.each(boots.map((boot) => [boot.id, boot] as const))(
    'gives the UEFI map of %s, its own pieces modelled after this build',
    (_, boot) => {
      const handOff = handOffOf(boot);
      expect(handOff.ranges.map(row)).toEqual(boot.efi_map);
      expect(handOff.sure).toBe('modelled');
      expect(handOff.ranges.filter(({ range }) => range.start >= 2 ** 32).every(({ sure }) => sure === 'exact')).toBe(
        true,
      );
    },
  );

  it('was recorded 34 times', () => expect(boots).toHaveLength(34));

  it('is unknown where it is built for secure boot: only what etc/e820 has is given', () => {
    for (const boot of of('ovmf-secboot')) {
      const handOff = handOffOf(boot);
      expect(handOff.sure).toBe('unknown');
      expect(handOff.ranges.map(row)).toEqual([
        ['0x0', '0x9ffff', 'Conventional'],
        ['0x100000', '0x3fffffff', 'Conventional'],
        ['0xfd00000000', '0xffffffffff', 'Reserved'],
      ]);
    }
  });
});
