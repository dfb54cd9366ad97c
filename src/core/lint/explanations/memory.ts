/** Of RAM, slots and maxmem. */
import type { Explanation } from './explanation';

export const memoryExplanations: Readonly<Record<string, Explanation>> = {
  'memory/slots-without-maxmem': {
    what: 'Slots are given without a maximum size.',
    why: 'A slot is a place in the device-memory window, and only maxmem opens that window.',
    works: 'Set maxmem above the RAM size, or leave the slots out.',
  },
  'memory/maxmem-below-size': {
    what: 'maxmem is smaller than the boot RAM.',
    why: 'maxmem is the most that the guest may ever have, boot RAM included; the RAM size is rounded up to 8 KiB first and maxmem is not.',
    works: 'Raise maxmem to the RAM size or more.',
  },
  'memory/slots-without-room': {
    what: 'Slots are given, but maxmem leaves no room for them.',
    why: 'maxmem equals the boot RAM, so there is no device-memory window.',
    works: 'Raise maxmem above the RAM size, or set slots to 0.',
  },
  'memory/too-many-slots': {
    what: 'There are more slots than QEMU supports.',
    why: 'ACPI memory hotplug has 256 slots at most.',
    works: '256 slots or fewer. SPM and virtio devices need none.',
  },
  'memory/maxmem-unaligned': {
    what: 'maxmem is no multiple of 4 KiB.',
    why: 'The window ends on a page.',
    works: 'Round maxmem to a multiple of 4 KiB.',
  },
  'memory/backend-size-differs': {
    what: 'The machine’s memory backend and the RAM size differ.',
    why: 'memory-backend= gives all boot RAM, so both sizes must be the same; the RAM size is rounded up to 8 KiB first.',
    works: 'Give both the same size, a multiple of 8 KiB, or leave the RAM size out.',
  },
  'memory/syntax': {
    what: 'A memory size cannot be read.',
    why: 'QEMU takes digits with an optional fraction and one letter K, M, G, T, P or E.',
    works: 'A size such as 64G or 2815M.',
  },
  'm/syntax': {
    what: 'The -m option cannot be read.',
    why: 'It takes size, slots and maxmem. Sizes have digits, an optional fraction and one letter K, M, G, T, P or E, and stay below 2^64; slots is a plain number.',
    works: 'A spelling such as -m 64G,slots=4,maxmem=576G.',
  },
  'memory/backend-not-found': {
    what: 'The machine’s memory backend does not exist.',
    why: 'memory-backend= names an object, and no -object has this id.',
    works: 'Add the backend, or name one that exists.',
  },
  'memory/not-supported': {
    what: 'This machine type takes no slots and no maxmem.',
    why: 'isapc has neither ACPI nor a device-memory window, so nothing could be plugged.',
    works: 'Leave both out, or choose q35 or pc.',
  },
  'memory/reserved-id': {
    what: 'A backend has the name that QEMU keeps for boot RAM.',
    why: 'QEMU makes the backend of boot RAM itself and gives it this name; no other object may have it.',
    works: 'Another name for the backend.',
  },
  'machine/enclave-memory': {
    what: 'The machine has enclave memory whose backend is not there.',
    why: 'sgx-epc names a memory-backend-epc object, and only a QEMU that runs with KVM on a host with SGX can make one.',
    works: 'Leave sgx-epc and its backend out.',
  },
  'memory/too-much': {
    what: 'There is more RAM than this machine type can have.',
    why: 'isapc has all RAM below 4 GiB, at most 3584 MiB.',
    works: 'Less RAM, or q35 or pc.',
  },
  'memory/window-overflows': {
    what: 'The device-memory window reaches past the last 64-bit address.',
    why: 'QEMU adds maxmem and 1 GiB per slot in 64 bits, and the sum wraps around.',
    works: 'A smaller maxmem, or fewer slots.',
  },
  'memory/no-host-memory': {
    what: 'The host does not have the memory.',
    why: 'QEMU reserves all memory of a backend when it makes it, and the host’s limits on overcommitment or huge pages do not allow that. It is no rule about the layout, so physmap cannot foresee it.',
    works: 'A host with more memory, more huge pages on it, or reserve=off for the backend.',
  },
};
