/** What recorded guests said, read as anyone would paste it, and held against the plan of their command lines. */
import { expect, test } from 'vitest';
import { recordedBoots, type RecordedBoot } from '../../fixtures/guest-view/cases';
import { ByteWriter, toHex } from '../base/bytes';
import { efiMemoryMap, guestBootLog } from '../codecs/captures/boot-log';
import { etcE820 } from '../codecs/captures/etc-e820';
import type { Importer } from '../codecs/format';
import { importText } from '../codecs/importers';
import { shellWord } from '../codecs/shell-text';
import { computePlan } from '../plan/compute';
import type { Plan } from '../plan/plan';
import { checkCapture, type CheckVerdict } from './check';

function planOf({ args, firmware, append }: RecordedBoot): Plan {
  const read = importText(['qemu-system-x86_64', '-nodefaults', ...args].map(shellWord).join(' '));
  if (!read.ok) throw new Error(read.error.message);
  return computePlan({ ...read.value.document, boot: { firmware, kernel: '7.2', append } }, 1);
}

function verdictOf(boot: RecordedBoot, importer: Importer, text: string): CheckVerdict {
  const read = importer.read(text);
  if (!read.ok || read.value.capture === undefined) throw new Error(`${boot.id}: not read`);
  return checkCapture(planOf(boot), read.value.capture).verdict;
}

const hex16 = (address: string): string => `0x${address.slice(2).padStart(16, '0')}`;
const stamped = (line: string): string => `[    0.000000] ${line}\n`;
const biosLines = ({ bios_e820: entries }: RecordedBoot): string =>
  entries.map(([first, last, name]) => stamped(`BIOS-e820: [mem ${hex16(first)}-${hex16(last)}] ${name}`)).join('');
const efiLines = ({ efi_map: map = [] }: RecordedBoot): string =>
  map
    .map(([first, last, name], index) => {
      const [type = '', ...attributes] = name.split(' +');
      const columns = `${attributes.includes('SP') ? 'SP' : '  '}|  |   |WB|WT|WC|UC`;
      return stamped(
        `efi: mem${index}: [${type}|   |  |  |  |  |  |${columns}] range=[${hex16(first)}-${hex16(last)}] (1MB)`,
      );
    })
    .join('');

const different = (boots: readonly RecordedBoot[], importer: Importer, textOf: (boot: RecordedBoot) => string) =>
  boots.flatMap((boot) => {
    const verdict = verdictOf(boot, importer, textOf(boot));
    return verdict === 'equal' ? [] : [`${boot.id}: ${verdict}`];
  });

/** Nobody knows which pieces of RAM the secure-boot build keeps, and the plan says so. */
const isKnown = ({ firmware }: RecordedBoot): boolean => firmware !== 'ovmf-secboot';

function fileOf({ etc_e820: entries }: RecordedBoot): string {
  const out = new ByteWriter();
  for (const [first, last, type] of entries) {
    out
      .u64(BigInt(first))
      .u64(BigInt(last) - BigInt(first) + 1n)
      .u32(type);
  }
  return toHex(out.finish());
}

test('etc/e820 is equal in all of them', () => {
  expect(different(recordedBoots, etcE820, fileOf)).toEqual([]);
});

test('the BIOS-e820 lines of their logs are equal', () => {
  expect(different(recordedBoots.filter(isKnown), guestBootLog, biosLines)).toEqual([]);
}, 30_000);

test('the UEFI maps of their logs are equal', () => {
  const withMap = recordedBoots.filter((boot) => boot.efi_map !== undefined && isKnown(boot));
  expect(withMap.length).toBeGreaterThan(20);
  expect(different(withMap, efiMemoryMap, efiLines)).toEqual([]);
}, 30_000);
