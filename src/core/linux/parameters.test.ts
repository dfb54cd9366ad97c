import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import { firmwareHandOff } from '../firmware/index';
import { startUp } from '../qemu/startup';
import { accepted } from '../qemu/tables/accepted';
import { biosE820Lines, linuxView, userE820Lines, type LinuxInput } from './index';
import type { LinuxEntry, LinuxView } from './view';

const MACHINE = ['-nodefaults', '-machine', 'q35', '-m', '3G'];
const WITH_SPM = [
  ...['-nodefaults', '-machine', 'q35', '-m', '1G,slots=4,maxmem=32G'],
  ...['-object', 'memory-backend-ram,id=r0,size=1G', '-numa', 'node,memdev=r0,cpus=0', '-numa', 'node,nodeid=1'],
  ...['-object', 'memory-backend-ram,id=m0,size=2G', '-device', 'sp-mem,id=s0,memdev=m0,node=1'],
];

/** Machines are started once, however many command lines their kernels get. */
const started = new Map<string, Pick<LinuxInput, 'handOff' | 'startup'>>();

function handedOn(args: readonly string[], firmware: string): Pick<LinuxInput, 'handOff' | 'startup'> {
  const key = `${firmware} ${args.join(' ')}`;
  const known = started.get(key);
  if (known !== undefined) return known;
  const startup = accepted(startUp(args));
  const build = firmwares.find(firmware);
  if (!startup || !build) throw new Error('refused');
  const made = { handOff: firmwareHandOff(build, startup), startup };
  started.set(key, made);
  return made;
}

function view(append: string, { args = MACHINE, firmware = 'seabios', kernel = '7.2' } = {}): LinuxView {
  const version = kernels.find(kernel);
  if (!version) throw new Error('no such kernel');
  return linuxView({ ...handedOn(args, firmware), kernel: version, append });
}

const rows = (table: readonly LinuxEntry[] = []) =>
  table.map(({ range, words }) => `${range.start.toString(16)}-${(range.end - 1).toString(16)} ${words}`);

/** Entries of the user table that the first table does not have. */
function news(seen: LinuxView): string[] {
  const before = new Set(rows(seen.bios));
  return rows(seen.user).filter((row) => !before.has(row));
}

describe('memmap=', () => {
  it.each([
    [
      'memmap=128M$0x20000000',
      ['100000-1fffffff System RAM', '20000000-27ffffff device reserved', '28000000-7ffdffff System RAM'],
    ],
    ['memmap=256M#4G', ['100000000-10fffffff ACPI data', '110000000-13fffffff System RAM']],
    ['memmap=512M!4G', ['100000000-11fffffff persistent RAM (type 12)', '120000000-13fffffff System RAM']],
    ['memmap=512M%4G+0xefffffff', ['100000000-11fffffff soft reserved', '120000000-13fffffff System RAM']],
    ['memmap=1G@0x200000000', ['200000000-23fffffff System RAM']],
    [
      'memmap=256M#4G,64M$0x110000000',
      ['100000000-10fffffff ACPI data', '110000000-113ffffff device reserved', '114000000-13fffffff System RAM'],
    ],
    ['memmap=1G%0x20000000', ['100000-1fffffff System RAM', '60000000-7ffdffff System RAM']],
    ['memmap=1G%0x20000000-1', ['100000-1fffffff System RAM', '60000000-7ffdffff System RAM']],
    ['memmap=1G%0x20000000-2', []],
    ['memmap=100M', ['100000-63fffff System RAM']],
    ['memmap="256M#4G"', ['100000000-10fffffff ACPI data', '110000000-13fffffff System RAM']],
    ['"memmap=256M#4G"', ['100000000-10fffffff ACPI data', '110000000-13fffffff System RAM']],
  ])('%s', (append, added) => {
    const seen = view(append);
    expect(news(seen)).toEqual(added);
    expect(seen.remarks).toEqual([]);
    expect(rows(seen.bios)).toEqual(rows(view('').bios));
    expect(seen.firmwareMemmap).toEqual(view('').firmwareMemmap);
  });

  it.each([
    ['memmap=1G%0x20000000', 'e820: remove [mem 0x20000000-0x5fffffff]'],
    ['memmap=1G%0x20000000-1', 'e820: remove [mem 0x20000000-0x5fffffff] System RAM'],
    ['memmap=1G%4G-1+2', 'e820: update [mem 0x100000000-0x13fffffff] System RAM ==> device reserved'],
    ['memmap=100M', 'e820: remove [mem 0x06400000-0xfffffffffffffffe] System RAM'],
  ])('%s is told in the log', (append, line) => {
    expect(view(append).edits[0]).toBe(line);
  });

  it('exactmap empties the table first', () => {
    const seen = view('memmap=exactmap memmap=636K@4K memmap=1G@1M');
    expect(rows(seen.user)).toEqual(['1000-9ffff System RAM', '100000-400fffff System RAM']);
    expect(seen.ramBytes).toBe(636 * 1024 + 2 ** 30);
  });

  it('without any RAM is said not to boot', () => {
    const seen = view('memmap=exactmap');
    expect(seen.sure).toBe('unknown');
    expect(seen.caveats).toEqual([expect.stringContaining('does not boot')]);
    expect(seen.dax).toEqual([]);
  });

  it.each([
    ['memmap=nonsense', '“nonsense” is not a size'],
    ['memmap=512M@4Gx', 'malformed'],
    ['memmap=512M%4G+2x', 'has no effect'],
    ['mem=0', 'not a size above zero'],
    ['efi_fake_mem=512M@4G:0x40000', 'memmap=SIZE%ADDRESS-1+0xefffffff'],
    ['efi-fake-mem=512M@4G:0x40000', 'Linux has dropped it'],
    ['efi=nosoftreserve', 'not UEFI'],
    [`memmap=${'1M$1G,'.repeat(200_000)}1M$1G`, '2047 characters'],
    [`quiet ${'x'.repeat(3000)}`, '2047 characters'],
  ])('is remarked on where it does less than it seems to: %.60s', (append, text) => {
    expect(view(append).remarks.some((remark) => remark.text.includes(text))).toBe(true);
  });

  it.each(['memmap=1G%4G-1+1', 'memmap=16E@4G,8E@15E'])('stops the kernel: %s', (append) => {
    const seen = view(append);
    expect(seen.sure).toBe('unknown');
    expect(seen.caveats).toEqual([expect.stringContaining('Linux stops')]);
  });

  it('is not read behind --, and what is no business of memory is passed over', () => {
    const seen = view(
      'quiet console=ttyS0 memhp_default_state=online_movable add_efi_memmap crashkernel=256M -- memmap=1G$1G',
    );
    expect(seen.user).toBeUndefined();
    expect(seen.remarks).toEqual([]);
  });
});

describe('mem=', () => {
  it('takes RAM above away, and leaves other types', () => {
    const seen = view('mem=512M');
    expect(seen.edits[0]).toBe('e820: remove [mem 0x20000000-0xfffffffffffffffe] System RAM');
    expect(rows(seen.final).filter((row) => row.endsWith('RAM'))).toEqual([
      '1000-9fbff System RAM',
      '100000-1fffffff System RAM',
    ]);
    expect(rows(seen.user)).toContain('7ffe0000-7fffffff device reserved');
  });

  it('has Linux refuse DIMMs above', () => {
    const args = [
      ...['-nodefaults', '-machine', 'q35', '-m', '1G,slots=4,maxmem=8G'],
      ...['-object', 'memory-backend-ram,id=m0,size=512M', '-device', 'pc-dimm,id=d0,memdev=m0'],
    ];
    expect(view('mem=1000M', { args }).dimms).toEqual([
      expect.objectContaining({ owner: 'devices.0', refused: expect.stringContaining('mem=') as string }),
    ]);
    expect(view('mem=8G', { args }).dimms[0]?.refused).toBeUndefined();
  });
});

describe('efi=nosoftreserve', () => {
  it.each(['efi=nosoftreserve', 'efi=nosoftreserve,debug', 'efi=debug efi=nosoftreserve'])('%s', (append) => {
    const seen = view(append, { args: WITH_SPM, firmware: 'ovmf' });
    expect(rows(seen.bios)).toContain('100000000-17fffffff System RAM');
    expect(seen.dax).toEqual([]);
    expect(seen.nodes.map(({ online, size }) => [online, size > 0])).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it('is a whole word between commas', () => {
    expect(view('efi=nosoftreserved', { args: WITH_SPM, firmware: 'ovmf' }).dax).toHaveLength(1);
  });
});

describe('kernels that were not recorded, modelled after their sources', () => {
  it('before 7.0 say usable and reserved, and list soft-reserved memory', () => {
    const seen = view('', { args: WITH_SPM, firmware: 'ovmf', kernel: '6.18' });
    expect(seen.sure).toBe('modelled');
    expect(seen.edits).toContain('e820: update [mem 0x00000000-0x00000fff] usable ==> reserved');
    const names = seen.iomem
      .filter(({ range }) => range.start === 0x1_0000_0000)
      .map(({ name, depth, since }) => [name, depth, since]);
    expect(names).toEqual([
      ['Soft Reserved', 0, 'boot'],
      ['dax0.0', 1, 'kmem'],
      ['System RAM (kmem)', 2, 'kmem'],
    ]);
  });

  it('before 5.5 take EFI_MEMORY_SP memory as RAM', () => {
    const seen = view('', { args: WITH_SPM, firmware: 'ovmf', kernel: '5.4' });
    expect(rows(seen.final)).toContain('100000000-17fffffff usable');
    expect(seen.dax).toEqual([]);
    expect(seen.nodes[1]).toMatchObject({ online: true, size: 2 ** 31 });
    expect(seen.edits).toHaveLength(2);
  });

  it('print their table without gaps', () => {
    const [older] = ['6.18'].map((id) => kernels.find(id));
    if (!older) throw new Error('no such kernel');
    expect(biosE820Lines(view('', { kernel: '6.18' }).bios, older).slice(0, 3)).toEqual([
      'BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable',
      'BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved',
      'BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved',
    ]);
  });
});

describe('lines of the log', () => {
  it('have a gap before every entry that does not follow on the one before', () => {
    const kernel = kernels.find('7.2');
    if (!kernel) throw new Error('no such kernel');
    expect(biosE820Lines(view('').bios, kernel).slice(0, 4)).toEqual([
      'BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff]  System RAM',
      'BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff]  device reserved',
      'BIOS-e820: [gap 0x00000000000a0000-0x00000000000effff]',
      'BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff]  device reserved',
    ]);
    const { user = [] } = view('memmap=exactmap memmap=636K@4K');
    expect(userE820Lines(user, kernel)).toEqual([
      'user: [gap 0x0000000000000000-0x0000000000000fff]',
      'user: [mem 0x0000000000001000-0x000000000009ffff]  System RAM',
    ]);
  });
});

describe('any command line', () => {
  const number = fc.oneof(
    fc.constantFrom('0', '1M', '640K', '0x100000000', '4G', '512M', '1T', '8E', '16E', '0x', '07', 'K', ''),
    fc.bigInt({ min: 0n, max: 2n ** 66n }).map(String),
  );
  const sign = fc.constantFrom('@', '#', '$', '!', '%', '', '-', '+');
  const type = fc.constantFrom('', '-1', '+2', '-1+0xefffffff', '+0xefffffff', '-2+1', '+0', '+99999999999999999999');
  const item = fc.oneof(
    fc.constant('exactmap'),
    fc.tuple(number, sign, number, type).map((parts) => parts.join('')),
  );
  const parameter = fc.oneof(
    fc.array(item, { maxLength: 4 }).map((items) => `memmap=${items.join(',')}`),
    number.map((size) => `mem=${size}`),
    fc.constantFrom('efi=nosoftreserve', 'efi=', 'numa=off', 'memmap', '"', '--', 'efi_fake_mem=1', '='),
    fc.string({ maxLength: 12 }),
  );
  const line = fc.array(parameter, { maxLength: 8 }).map((words) => words.join(' '));
  const guests = fc.constantFrom(
    { firmware: 'seabios' },
    { firmware: 'ovmf', args: WITH_SPM },
    { firmware: 'ovmf', args: WITH_SPM, kernel: '5.4' },
    { firmware: 'ovmf-secboot', args: WITH_SPM, kernel: '6.18' },
  );

  it('is read without a throw, and gives sorted tables without overlaps', () => {
    fc.assert(
      fc.property(line, guests, (append, guest) => {
        const { bios, user = [], final } = view(append, guest);
        for (const table of [bios, user, final]) {
          expect(
            table.every(
              ({ range }, index) => range.start < range.end && range.start >= (table[index - 1]?.range.end ?? 0),
            ),
          ).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('makes no RAM that neither the firmware nor a parameter has given', () => {
    const taking = fc
      .array(
        fc.tuple(number, fc.constantFrom('#', '$', '!', '%'), number).map((parts) => `memmap=${parts.join('')}`),
        { maxLength: 5 },
      )
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(taking, guests, (append, guest) => {
        const seen = view(append, guest);
        const ram = ({ type }: LinuxEntry): boolean => type === 1;
        const given = seen.bios.filter(ram);
        expect(
          seen.final
            .filter(ram)
            .every(({ range }) => given.some((each) => each.range.start <= range.start && range.end <= each.range.end)),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
