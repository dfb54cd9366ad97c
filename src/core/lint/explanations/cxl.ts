/** Of CXL windows. */
import type { Explanation } from './explanation';

export const cxlExplanations: Readonly<Record<string, Explanation>> = {
  'cxl/bridges-without-cxl': {
    what: 'There are CXL host bridges on a machine without CXL.',
    why: 'pxb-cxl needs the register block that cxl=on reserves.',
    works: 'Switch cxl on for the machine, or remove the bridges.',
  },
  'cxl/window-size': {
    what: 'A CXL window has an odd size.',
    why: 'CXL fixed memory windows come in multiples of 256 MiB (CXL 2.0, CFMWS).',
    works: 'Round the size to a multiple of 256 MiB.',
  },
  'cxl/no-such-target': {
    what: 'A CXL window names a host bridge that does not exist.',
    why: 'Targets are ids of pxb-cxl devices; pc cannot have them.',
    works: 'Add a pxb-cxl with this id on a q35 machine, or name one that exists.',
  },
  'cxl/granularity': {
    what: 'The interleave granularity of a CXL window is not possible.',
    why: 'The CFMWS structure of the CEDT knows powers of two from 256 bytes to 16 KiB.',
    works: '256, 512, 1K, 2K, 4K, 8K or 16K.',
  },
  'cxl/syntax': {
    what: 'A CXL window is not fully given.',
    why: 'Each needs a size and at least one target, and takes a granularity; nothing else.',
    works: 'cxl-fmw.0.targets.0=, cxl-fmw.0.size= and, if wanted, cxl-fmw.0.interleave-granularity=.',
  },
};
