/** Of the machine, globals and options as a whole. */
import type { Explanation } from './explanation';

export const machineExplanations: Readonly<Record<string, Explanation>> = {
  'machine/phys-bits-too-low': {
    what: 'The layout needs more address bits than the CPU has.',
    why: 'QEMU reserves all room for later growth at start: the window up to maxmem, 1 GiB per slot for alignment, and the 64-bit PCI hole behind it. Memory never plugged counts too.',
    works: 'More phys-bits, a smaller maxmem, fewer slots, or a smaller pci-hole64-size.',
  },
  'machine/unknown-type': {
    what: 'QEMU 11.1 does not offer this machine type.',
    why: 'It offers q35 and pc in versions 5.2 to 11.1, microvm and isapc.',
    works: 'q35, pc, microvm, isapc, or a versioned name such as pc-q35-11.1.',
  },
  'machine/unknown-property': {
    what: 'The machine type has no such property.',
    why: 'Properties differ between machine types; microvm and isapc lack most of those about memory.',
    works: 'Remove the property, or choose a machine type that has it.',
  },
  'machine/max-ram-below-4g': {
    what: 'max-ram-below-4g is above 4 GiB.',
    why: 'It limits how much RAM lies below 4 GiB, so no larger value makes sense.',
    works: '4 GiB or less, or none.',
  },
  'machine/little-low-ram': {
    what: 'Very little RAM is left below 4 GiB.',
    why: 'Firmware needs at least 1 MiB there.',
    works: 'A max-ram-below-4g of 1 MiB or more.',
  },
  'machine/syntax': {
    what: 'The -machine option cannot be read.',
    why: 'It is a list of key=value pairs separated by commas; lists such as cxl-fmw count from 0 without gaps.',
    works: 'key=value for each property, with on or off for switches; list indices from 0 upwards.',
  },
  'machine/value': {
    what: 'A property of the machine has a value of the wrong form.',
    why: 'Switches take on or off; sizes take digits with an optional letter K, M, G, T, P or E.',
    works: 'A value of the form that QEMU names.',
  },
  'machine/not-predicted': {
    what: 'physmap does not predict this machine type.',
    why: 'QEMU has it, and its memory is laid out by other rules than those of the PC family.',
    works: 'q35, pc, microvm or isapc.',
  },
  'machine/oem-id-too-long': {
    what: 'An OEM id of the ACPI tables is too long.',
    why: 'Each ACPI table’s header has 6 bytes for the OEM id and 8 for the OEM table id.',
    works: '6 characters or fewer for x-oem-id, 8 for x-oem-table-id.',
  },
  'machine/slow-split': {
    what: 'RAM is split at no multiple of 1 GiB.',
    why: 'max-ram-below-4g lowers the split to an address where pages of 1 GiB end, so both parts are mapped in smaller pages. QEMU computes the difference unsigned and warns some small guests too.',
    works: 'The layout works; a max-ram-below-4g that is a multiple of 1 GiB is rid of the warning.',
  },
  'global/syntax': {
    what: 'A -global option cannot be read.',
    why: 'It is driver.property=value, or driver=, property= and value= spelled out, none of which may be missing.',
    works: 'driver.property=value, such as q35-pcihost.pci-hole64-size=64G.',
  },
  'global/not-applicable': {
    what: 'A -global setting cannot be applied to the device that it names.',
    why: 'The device has no such property, or the value has the wrong form. QEMU finds out when it makes the device: before memory devices, for a chipset.',
    works: 'A property and a value that the device knows, or no such global.',
  },
  'global/unused': {
    what: 'A -global setting has no effect.',
    why: 'No device of that name was made, so nothing took the value; for PIIX4_PM this means a machine other than pc.',
    works: 'The layout works as it is; remove the global, or choose the machine that has the device.',
  },
  'option/syntax': {
    what: 'An option cannot be read.',
    why: 'QEMU reads all options before it looks at what they mean: a key is unknown or missing, or a value has the wrong form.',
    works: 'The spelling that QEMU’s documentation gives; physmap’s own command line has it right.',
  },
};
