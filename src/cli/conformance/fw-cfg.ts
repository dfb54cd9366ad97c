/** fw_cfg as firmware reads it: through the DMA registers (QEMU docs/specs/fw_cfg). */
import type { Qtest } from './qtest';

const DMA_HIGH = 0x514;
const DMA_LOW = 0x518;
const CONTROL_READ = 0x02;
const CONTROL_SELECT = 0x08;
/** Guest memory that holds the request and what it reads. Every guest that can be measured has these 384 KiB. */
const REQUEST_AT = 0x1_0000;
const DATA_AT = 0x2_0000;
const MOST_AT_ONCE = 0x4_0000;

const DIRECTORY_KEY = 0x19;

export interface RecordedFile {
  readonly name: string;
  readonly key: number;
  readonly size: number;
}

const swapped = (value: number): number => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.readUInt32LE();
};

export async function readItem(qtest: Qtest, key: number, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = 0; at < length; at += MOST_AT_ONCE) {
    const count = Math.min(length - at, MOST_AT_ONCE);
    const request = Buffer.alloc(16);
    request.writeUInt32BE(at === 0 ? key * 0x1_0000 + CONTROL_SELECT + CONTROL_READ : CONTROL_READ, 0);
    request.writeUInt32BE(count, 4);
    request.writeBigUInt64BE(BigInt(DATA_AT), 8);
    await qtest.write(REQUEST_AT, request);
    await qtest.out('l', DMA_HIGH, 0);
    await qtest.out('l', DMA_LOW, swapped(REQUEST_AT));
    parts.push(await qtest.read(DATA_AT, count));
  }
  return Buffer.concat(parts);
}

export async function readDirectory(qtest: Qtest): Promise<readonly RecordedFile[]> {
  const count = (await readItem(qtest, DIRECTORY_KEY, 4)).readUInt32BE();
  const bytes = await readItem(qtest, DIRECTORY_KEY, 4 + 64 * count);
  return Array.from({ length: count }, (_, index) => {
    const at = 4 + 64 * index;
    const name = bytes.toString('latin1', at + 8, at + 64);
    return { name: name.slice(0, name.indexOf('\0')), key: bytes.readUInt16BE(at + 4), size: bytes.readUInt32BE(at) };
  });
}

/**
 * ACPI tables by signature. Before the loader script has run, every pointer is an offset into `etc/acpi/tables`: that of the RSDP
 * leads to the RSDT (or XSDT), whose entries lead to the tables.
 */
export function acpiTables(rsdp: Buffer, tables: Buffer): ReadonlyMap<string, Buffer> {
  const wide = rsdp.length >= 36;
  const at = (offset: number) => {
    const length = tables.readUInt32LE(offset + 4);
    return tables.subarray(offset, offset + length);
  };
  const root = at(wide ? Number(rsdp.readBigUInt64LE(24)) : rsdp.readUInt32LE(16));
  const found = new Map<string, Buffer>();
  for (let entry = 36; entry < root.length; entry += wide ? 8 : 4) {
    const table = at(wide ? Number(root.readBigUInt64LE(entry)) : root.readUInt32LE(entry));
    found.set(table.toString('latin1', 0, 4), table);
  }
  return found;
}
