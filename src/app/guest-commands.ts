/** Commands that get what a running guest says of its memory: one for each thing that can be held against a plan. */
export interface CollectCommand {
  readonly id: string;
  readonly goal: string;
  readonly command: string;
  readonly note?: string;
}

export const guestCommands: readonly CollectCommand[] = [
  {
    id: 'etc-e820',
    goal: 'etc/e820, in the guest',
    command: 'sudo hexdump -C /sys/firmware/qemu_fw_cfg/by_name/etc/e820/raw',
    note: 'Needs the module qemu_fw_cfg: sudo modprobe qemu_fw_cfg. The file itself can be dropped, too.',
  },
  {
    id: 'guest-srat',
    goal: 'SRAT, in the guest',
    command: 'sudo hexdump -C /sys/firmware/acpi/tables/SRAT',
    note: 'Or acpidump -n SRAT, or iasl -d of the file.',
  },
  {
    id: 'guest-log',
    goal: 'What the firmware handed over, in the guest',
    command: "sudo dmesg | grep -E 'BIOS-e820|efi: mem[0-9]'",
    note: 'The efi lines are there where the kernel was started with efi=debug.',
  },
  {
    id: 'query-memory-devices',
    goal: 'Memory devices, of QEMU (QMP)',
    command: '{"execute": "query-memory-devices"}',
    note: 'Through libvirt: virsh qemu-monitor-command GUEST \'{"execute": "query-memory-devices"}\'',
  },
  {
    id: 'info-mtree',
    goal: 'What answers at each address, of QEMU (HMP)',
    command: 'info mtree -f',
    note: 'Through libvirt: virsh qemu-monitor-command --hmp GUEST info mtree -f. Not info numa: QEMU 11.1.3 stops at it where there is an sp-mem device.',
  },
];
