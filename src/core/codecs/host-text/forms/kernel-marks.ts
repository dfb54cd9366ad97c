/** Lines in which the kernel tells what follows from its table: checks here, since the table says it all. */
import { parseSize } from '../../../base/size-text';
import { exclusive, hex, inclusive } from '../address';
import type { LineForm } from '../line-form';

const LAST_PFN = /^ *(?:e820: )?last_pfn = 0x([0-9a-f]{1,16}) max_arch_pfn = 0x[0-9a-f]{1,16}$/i;

export const lastPfn: LineForm = {
  id: 'last-pfn',
  hint: /last_pfn/,
  title: 'last_pfn lines',
  read({ text, number }, facts) {
    const digits = LAST_PFN.exec(text)?.[1];
    if (digits === undefined) return false;
    facts.keep(facts.lastPfns, { pfn: hex(digits), line: number });
    return true;
  },
};

const GAP = /^ *(?:e820: |PCI: )?\[(?:gap|mem) 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\] available for PCI devices$/i;
const OLD_GAP = /^ *Allocating PCI resources starting at [0-9a-f]{1,16} \(gap: ([0-9a-f]{1,16}):([0-9a-f]{1,16})\)$/i;

export const pciGap: LineForm = {
  id: 'pci-gap',
  hint: /PCI /,
  title: 'PCI gap lines',
  read({ text, number }, facts) {
    const now = GAP.exec(text);
    const old = now === null ? OLD_GAP.exec(text) : null;
    const [, first = '', last = ''] = now ?? old ?? [];
    if (first === '') return false;
    const end = old === null ? last : (hex(first) + hex(last)).toString(16);
    const span = old === null ? inclusive(first, end) : exclusive(first, end);
    if (span === undefined) return false;
    facts.keep(facts.pciGaps, { ...span, line: number });
    return true;
  },
};

const RAM_BUFFER =
  /^ *e820: (?:register RAM buffer resource|reserve RAM buffer) \[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\]$/i;

export const ramBuffers: LineForm = {
  id: 'ram-buffer',
  hint: /RAM buffer/,
  title: 'RAM buffer lines',
  read({ text }) {
    const match = RAM_BUFFER.exec(text);
    return match !== null && inclusive(match[1] ?? '', match[2] ?? '') !== undefined;
  },
};

const BLOCK_SIZE = /^ *(?:x86\/mm: )?Memory block size: *(\d{1,20}(?:\.\d{1,3})?) ?([KMGTP]?)(?:i?B)?$/i;

/** Of `lsmem` and of the log. */
export const memoryBlockSize: LineForm = {
  id: 'block-size',
  hint: /lock size/,
  title: 'memory block size',
  source: 'memory block size',
  read({ text }, facts) {
    const [, digits = '', unit = ''] = BLOCK_SIZE.exec(text) ?? [];
    const size = parseSize(`${digits}${unit}`);
    if (digits === '' || !size.ok || size.value === 0) return false;
    facts.blockSize = size.value;
    return true;
  },
};
