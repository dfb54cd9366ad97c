/** Reads the bytes of a System Resource Affinity Table (ACPI 6.5 §5.2.16) from any machine, not only from QEMU. */
import { ByteReader, type Overrun } from '../base/bytes';
import { err, ok, type Result } from '../base/result';
import type { FormatError } from './format';

export interface SratBlob {
  readonly revision: number;
  readonly oemId: string;
  readonly oemTableId: string;
  /** The sum of all bytes is 0 modulo 256; false in what fw_cfg holds before the firmware has patched it. */
  readonly checksumValid: boolean;
  readonly entries: readonly SratBlobEntry[];
}

export type SratBlobEntry =
  | {
      readonly type: 'cpu';
      readonly offset: number;
      readonly apicId: number;
      readonly node: number;
      readonly x2apic: boolean;
      readonly flags: number;
    }
  | {
      readonly type: 'memory';
      readonly offset: number;
      readonly node: number;
      readonly base: bigint;
      readonly length: bigint;
      /** 1 enabled, 2 hot-pluggable, 4 non-volatile. */
      readonly flags: number;
    }
  | {
      readonly type: 'generic';
      readonly offset: number;
      readonly node: number;
      readonly kind: 'initiator' | 'port';
      readonly handleType: number;
      readonly handle: Uint8Array;
      readonly flags: number;
    }
  | { readonly type: 'other'; readonly offset: number; readonly code: number; readonly bytes: Uint8Array };

const HEADER_BYTES = 48;

/** Lengths that the known structures must have at least. */
const LEAST_BYTES: Readonly<Record<number, number>> = { 0: 16, 1: 40, 2: 24, 5: 32, 6: 32 };

export function readSratBlob(bytes: Uint8Array): Result<SratBlob, FormatError> {
  const header = new ByteReader(bytes).take(HEADER_BYTES);
  if (!header.ok) return err(cut('srat/cut-header', 'the header', header.error));
  const head = header.value;
  const signature = head.ascii(4);
  if (signature !== 'SRAT') {
    return err({
      code: 'srat/signature',
      message: `the table is called ${JSON.stringify(signature)}, not "SRAT"`,
      works: 'one SRAT alone, such as /sys/firmware/acpi/tables/SRAT',
      offset: 0,
      length: 4,
    });
  }
  const length = head.u32();
  const revision = head.u8();
  head.skip(1);
  const oemId = head.ascii(6);
  const oemTableId = head.ascii(8);
  if (length < HEADER_BYTES)
    return err(badLength(4, length, `the table says it has ${length} bytes, fewer than its header`));
  const table = new ByteReader(bytes).take(length);
  if (!table.ok) return err(cut('srat/cut-table', 'the table', table.error));
  const body = table.value;
  body.skip(HEADER_BYTES);
  const entries = readEntries(body);
  if (!entries.ok) return entries;
  const sum = bytes.subarray(0, length).reduce((all, byte) => (all + byte) % 256, 0);
  return ok({ revision, oemId, oemTableId, checksumValid: sum === 0, entries: entries.value });
}

function readEntries(body: ByteReader): Result<readonly SratBlobEntry[], FormatError> {
  const entries: SratBlobEntry[] = [];
  while (body.remaining > 0) {
    const offset = body.offset;
    if (body.remaining < 2) return err(cut('srat/cut-structure', 'a structure', { offset, wanted: 2, available: 1 }));
    const code = body.u8();
    const length = body.u8();
    const least = LEAST_BYTES[code] ?? 2;
    if (length < least)
      return err(
        badLength(offset + 1, length, `a structure of type ${code} has at least ${least} bytes, not ${length}`),
      );
    const content = body.take(length - 2);
    if (!content.ok) return err(cut('srat/cut-structure', `the structure of type ${code}`, content.error));
    entries.push(readEntry(code, offset, content.value));
  }
  return ok(entries);
}

function readEntry(code: number, offset: number, content: ByteReader): SratBlobEntry {
  switch (code) {
    case 0: {
      const low = content.u8();
      const apicId = content.u8();
      const flags = content.u32();
      content.skip(1);
      const node = low + 0x100 * content.u8() + 0x1_0000 * content.u16();
      return { type: 'cpu', offset, apicId, node, x2apic: false, flags };
    }
    case 1: {
      const node = content.u32();
      content.skip(2);
      const base = content.u64();
      const length = content.u64();
      content.skip(4);
      return { type: 'memory', offset, node, base, length, flags: content.u32() };
    }
    case 2: {
      content.skip(2);
      const node = content.u32();
      const apicId = content.u32();
      return { type: 'cpu', offset, apicId, node, x2apic: true, flags: content.u32() };
    }
    case 5:
    case 6: {
      content.skip(1);
      const handleType = content.u8();
      const node = content.u32();
      const handle = content.bytes(16);
      return {
        type: 'generic',
        offset,
        node,
        kind: code === 5 ? 'initiator' : 'port',
        handleType,
        handle,
        flags: content.u32(),
      };
    }
    default:
      return { type: 'other', offset, code, bytes: content.bytes(content.remaining) };
  }
}

const cut = (code: string, what: string, { offset, wanted, available }: Overrun): FormatError => ({
  code,
  message: `${what} needs ${wanted} bytes here and ${available} are left`,
  works: 'the whole table, as long as its header says',
  offset,
});

const badLength = (offset: number, length: number, message: string): FormatError => ({
  code: 'srat/length',
  message,
  works: `a length that covers the structure; ${length} does not`,
  offset,
});
