/** Of backends and other objects. */
import type { Explanation } from './explanation';

export const objectExplanations: Readonly<Record<string, Explanation>> = {
  'object/zero': {
    what: 'A backend has no size.',
    why: 'A memory backend of 0 bytes backs nothing.',
    works: 'A size above 0.',
  },
  'object/duplicate-id': {
    what: 'Two objects have the same name.',
    why: 'Object names are unique.',
    works: 'Another name for one of them.',
  },
  'object/absent-type': {
    what: 'This build of QEMU does not have such an object.',
    why: 'memory-backend-epc (SGX) exists with KVM alone.',
    works: 'Another type of backend, or a host with KVM and SGX.',
  },
  'object/alignment': {
    what: 'The backend’s alignment is not possible.',
    why: 'align= is a power of two and a multiple of the page size, 4 KiB or the size of the huge page.',
    works: 'A power of two that is a multiple of the page size.',
  },
  'object/bad-key': {
    what: 'An object has a property that it does not know, lacks one that it needs, or has a value of the wrong form.',
    why: 'Properties differ between types: align is memory-backend-file’s alone, hugetlb is memfd’s, and each backend needs a size.',
    works: 'Correct the property that QEMU names.',
  },
  'object/host-nodes': {
    what: 'The backend’s host nodes and its policy do not go together.',
    why: 'host-nodes needs a policy of bind, preferred or interleave, and these need host-nodes; the nodes must exist on the host.',
    works: 'Both of them, or neither.',
  },
  'object/huge-page-size': {
    what: 'The size of huge pages is not possible.',
    why: 'It is a power of two, and the host must have pages of that size.',
    works: 'hugetlbsize=2M or 1G.',
  },
  'object/malformed': {
    what: 'An -object option cannot be read.',
    why: 'It begins with the type and is a list of key=value pairs. An id begins with a letter, has letters, digits, “-”, “.” and “_”, and is given once.',
    works: 'A spelling such as memory-backend-ram,id=m0,size=4G.',
  },
  'object/malformed-id': {
    what: 'The id of an object is not possible.',
    why: 'Ids begin with a letter and have letters, digits, “-”, “.” and “_”.',
    works: 'An id such as hbm1.',
  },
  'object/no-id': {
    what: 'An object has no id.',
    why: 'Other options refer to an object by its id.',
    works: 'Add id=.',
  },
  'object/no-type': {
    what: 'An object has no type.',
    why: 'The first word of -object, or qom-type=, says what to make.',
    works: 'Begin with the type: memory-backend-ram.',
  },
  'object/unknown-type': {
    what: 'QEMU 11.1 has no such type of object.',
    why: 'For memory it has memory-backend-ram, -file, -memfd and -shm.',
    works: 'One of these.',
  },
  'object/offset': {
    what: 'The file’s offset is not possible.',
    why: 'A mapping begins on a page of the file.',
    works: 'An offset that is a multiple of the page size.',
  },
  'object/prealloc-unreserved': {
    what: 'The backend is to be allocated at once and not to be reserved.',
    why: 'prealloc=on touches every page; reserve=off says that there need not be room for them.',
    works: 'One of the two.',
  },
  'object/rom-writable': {
    what: 'The backend is a ROM that is opened for writing.',
    why: 'rom=on needs a file that is opened read-only, or rom=auto.',
    works: 'readonly=on as well, or rom=off.',
  },
  'object/shm-private': {
    what: 'Shared memory cannot be private.',
    why: 'memory-backend-shm exists to be shared with another process.',
    works: 'share=on, or memory-backend-memfd.',
  },
  'object/size-not-pages': {
    what: 'The backend’s size is no whole number of pages.',
    why: 'Files, memfd and shared memory are mapped in pages of 4 KiB, or in huge pages where asked for. memory-backend-ram may have any size.',
    works: 'Round the size up to a multiple of the page size.',
  },
  'object/size-range': {
    what: 'The backend’s size is out of range.',
    why: 'The host’s own type for file sizes has 63 bits.',
    works: 'A size that the host can have.',
  },
};
