import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firmwares } from '../boot/firmwares';
import { startUp } from '../qemu/startup';
import { accepted, type AcceptedStartup } from '../qemu/tables/accepted';
import { tableEntries } from './etc-e820';
import { firmwareHandOff } from './index';

const startupOf = (words: string): AcceptedStartup => {
  const startup = accepted(startUp(words.split(' ')));
  if (startup === undefined) throw new Error(`refused: ${words}`);
  return startup;
};

const handOffOf = (id: string, words: string) => {
  const firmware = firmwares.find(id);
  if (firmware === undefined) throw new Error(id);
  return firmwareHandOff(firmware, startupOf(words));
};

/** What SeaBIOS keeps below the end of 1 GiB. */
function keptBySeabios(words: string): { readonly bytes: number; readonly sure: string } {
  const { ranges, sure } = handOffOf('seabios', `-nodefaults -machine q35 -m 1G ${words}`.trim());
  const kept = ranges.find(({ range }) => range.end === 2 ** 30);
  return { bytes: kept === undefined ? 0 : kept.range.end - kept.range.start, sure };
}

describe('a hand-off', () => {
  const layouts = fc.record({
    machine: fc.constantFrom('q35', 'pc', 'microvm', 'isapc'),
    megabytes: fc.integer({ min: 1, max: 3500 }),
    cpus: fc.integer({ min: 1, max: 64 }),
    firmware: fc.constantFrom(...firmwares.all),
    devices: fc.array(fc.constantFrom('-device nvme,serial=s', '-usb', '-device qemu-xhci', '-device pvscsi'), {
      maxLength: 4,
    }),
  });

  it('is in order, without overlaps, and has no RAM that etc/e820 lacks', () => {
    fc.assert(
      fc.property(layouts, ({ machine, megabytes, cpus, firmware, devices }) => {
        const words = `-machine ${machine} -m ${megabytes}M -smp ${cpus} ${devices.join(' ')}`.trim().split(' ');
        const startup = accepted(startUp(words));
        if (startup === undefined) return;
        const { ranges } = firmwareHandOff(firmware, startup);
        const ram = tableEntries(startup).filter(({ type }) => type === 1);
        ranges.forEach(({ range, type, efi }, index) => {
          expect(range.start).toBeLessThan(range.end);
          expect(range.start).toBeGreaterThanOrEqual(ranges[index - 1]?.range.end ?? 0);
          if (type !== 1 && efi !== 'conventional') return;
          expect(ram.some((each) => each.range.start <= range.start && range.end <= each.range.end)).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('tells of each soft-reserved entry that is lost', () => {
    const words =
      '-machine q35 -m 1G,maxmem=8G,slots=2 -object memory-backend-ram,id=m,size=1G -device sp-mem,memdev=m';
    expect(handOffOf('seabios', words).losses).toMatchObject([{ became: 'nothing', type: 0xefff_ffff }]);
    expect(handOffOf('ovmf-snp-before-12774', words).losses).toMatchObject([{ became: 'usable' }]);
    expect(handOffOf('ovmf', words).losses).toEqual([]);
  });

  it('is unknown on machines that were never recorded', () => {
    expect(handOffOf('seabios', '-machine microvm -m 1G').sure).toBe('unknown');
    expect(handOffOf('ovmf', '-machine isapc -m 1G').sure).toBe('unknown');
  });
});

describe('what SeaBIOS keeps', () => {
  const drive = '-blockdev null-co,node-name=n,size=67108864';

  it.each([
    ['', 0x2_0000],
    ['-device nvme,serial=a', 0x2_8000],
    ['-device nvme,serial=a -device nvme,serial=b', 0x2_f000],
    [`${drive} -device nvme,serial=a,drive=n -device nvme,serial=b`, 0x3_0000],
    ['-device pvscsi,id=a -device pvscsi,id=b', 0x2_7000],
    ['-device ramfb', 0x40_0000],
    ['-device usb-ehci,id=a -device usb-ehci,id=b -device usb-kbd,bus=a.0 -device usb-kbd,bus=b.0', 0x2_3000],
    ['-usb -device usb-kbd', 0x2_2000],
    ['-smp 5,sockets=5', 0x2_1000],
    ['-smp 3,sockets=3', 0x2_0000],
    ['-drive if=virtio,file.driver=null-co', 0x2_3000],
    ['-cdrom /dev/null', 0x2_1000],
    [`${drive} -device {"driver":"virtio-blk-pci","drive":"n"}`, 0x2_3000],
  ])('was measured with %s', (words, bytes) => {
    expect(keptBySeabios(words)).toEqual({ bytes, sure: 'exact' });
  });

  it('is nothing for NVMe on the root bus where there is RAM above 4 GiB, which its driver cannot see past', () => {
    const words = '-nodefaults -machine q35 -m 3G -device nvme,serial=a';
    expect(handOffOf('seabios', words).ranges.find(({ range }) => range.end === 2 ** 31)?.range.start).toBe(
      2 ** 31 - 0x2_0000,
    );
  });

  it('counts the CD that q35 has unless defaults are off', () => {
    const { ranges } = handOffOf('seabios', '-machine q35 -m 1G');
    expect(ranges.find(({ range }) => range.end === 2 ** 30)?.range.start).toBe(2 ** 30 - 0x2_1000);
  });

  it('is modelled where empty controllers may have been in the way, and for devices that were never recorded', () => {
    expect(keptBySeabios(`-device qemu-xhci ${drive} -device virtio-blk-pci,drive=n`)).toEqual({
      bytes: 0x2_4000,
      sure: 'modelled',
    });
    expect(keptBySeabios('-device vfio-pci,host=00:01.0').sure).toBe('modelled');
  });
});
