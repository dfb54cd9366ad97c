import { describe, expect, it } from 'vitest';
import { qemuCommandLine } from '../codecs/qemu-command-line';
import { emptyDocument } from '../document/defaults';
import { bootChoice } from './boot-choice';

function chosenBy(options: string) {
  const imported = qemuCommandLine.read(`qemu-system-x86_64 -machine q35 -m 1G ${options}`);
  if (!imported.ok) throw new Error(imported.error.message);
  return bootChoice(imported.value.document);
}

describe('the firmware and kernel that a layout is planned for', () => {
  it('are assumed where nothing names them, and said to be', () => {
    expect(chosenBy('')).toEqual({
      firmware: 'seabios',
      kernel: '7.2',
      append: '',
      assumed: { firmware: true, kernel: true },
    });
  });

  it.each([
    ['-bios /usr/share/ovmf/OVMF.fd', 'ovmf-single'],
    ['-drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd', 'ovmf'],
    ['-machine q35,pflash0=code', 'ovmf'],
    ['-bios bios-256k.bin', 'seabios'],
    ['-drive if=virtio,file=ovmf-disk.img', 'seabios'],
  ])('%s loads %s', (options, firmware) => {
    expect(chosenBy(options).firmware).toBe(firmware);
  });

  it('are those of the layout, whatever its command line loads', () => {
    const document = { ...emptyDocument(), boot: { firmware: 'ovmf-secboot', kernel: '5.4', append: 'mem=1G' } };
    expect(bootChoice(document)).toEqual({
      firmware: 'ovmf-secboot',
      kernel: '5.4',
      append: 'mem=1G',
      assumed: { firmware: false, kernel: false },
    });
  });

  it('take the kernel’s parameters from -append', () => {
    expect(chosenBy('-kernel vmlinuz -append "console=ttyS0 mem=512M"').append).toBe('console=ttyS0 mem=512M');
  });
});
