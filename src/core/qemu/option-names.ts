/** The options of qemu-system-x86_64 11.1, asked one by one. Those that take no argument: */
const FLAGS =
  'S daemonize enable-kvm enable-sync-profile full-screen h help jitdump mem-prealloc no-fd-bootchk no-reboot no-shutdown ' +
  'no-user-config nodefaults nographic only-migratable perfmap preconfig s semihosting snapshot usb version win2k-hack ' +
  'xen-attach xen-domid-restrict';

const WITH_ARGUMENT =
  'D L M accel acpitable action add-fd append audio audiodev bios blockdev boot cdrom chardev compat cpu d debugcon device ' +
  'dfilter display drive dtb dump-vmstate echr fda fdb fsdev fw_cfg g gdb global hda hdb hdc hdd icount incoming initrd ' +
  'iscsi k kernel loadvm m machine mem-path mon monitor msg mtdblock name net netdev nic numa object option-rom overcommit ' +
  'parallel pflash pidfile plugin prom-env qmp qmp-pretty qtest qtest-log readconfig rtc run-with sandbox sd seed ' +
  'semihosting-config serial set shim smbios smp spice tpmdev trace usbdevice uuid vga virtfs vnc watchdog-action xen-domid';

/** Known, but not for x86. */
const FOREIGN = 'semihosting semihosting-config xen-attach xen-domid xen-domid-restrict';

const words = (text: string): string[] => text.split(' ');

/** Whether an option, named without dashes, takes an argument. Unknown ones are absent. */
export const optionTakesArgument: ReadonlyMap<string, boolean> = new Map([
  ...words(FLAGS).map((name) => [name, false] as const),
  ...words(WITH_ARGUMENT).map((name) => [name, true] as const),
]);

export const foreignOptions: ReadonlySet<string> = new Set(words(FOREIGN));
