/** The header that all ACPI tables share (ACPI 6.5 §5.2.6), as QEMU fills it before the firmware patches addresses and checksums. */
import { utf8Bytes } from '../../options/utf8';
import { ByteWriter } from '../../base/bytes';
import type { FileField } from '../../plan/plan';
import type { MachineOptions } from '../machine';

export const ACPI_HEADER_BYTES = 36;

/**
 * A table with its header; the checksum stays 0, since the loader script has the firmware fill it.
 * QEMU's default ids are padded with blanks, given ones with zero bytes (acpi_table_begin).
 */
export function acpiTable(
  signature: string,
  revision: number,
  machine: MachineOptions,
  write: (out: ByteWriter) => void,
): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter(512);
  out.ascii(signature, 4).u32(0).u8(revision).u8(0);
  oemText(out, machine.oemId ?? 'BOCHS ', 6);
  oemText(out, machine.oemTableId ?? 'BXPC    ', 8);
  out.u32(1).ascii('BXPC', 4).u32(1);
  write(out);
  return out.patch(4, 4, out.length).finish();
}

/** Lays out fields one behind the other from `offset`; a field named '' is a gap. */
export function fieldsAt(
  offset: number,
  widths: readonly (readonly [label: string, length: number])[],
  owner?: string,
): FileField[] {
  const fields: FileField[] = [];
  let at = offset;
  for (const [label, length] of widths) {
    if (label !== '') fields.push({ offset: at, length, label, ...(owner === undefined ? {} : { owner }) });
    at += length;
  }
  return fields;
}

export const acpiHeaderFields = (): FileField[] =>
  fieldsAt(0, [
    ['signature', 4],
    ['table length', 4],
    ['revision', 1],
    ['checksum (firmware fills it)', 1],
    ['OEM id', 6],
    ['OEM table id', 8],
    ['OEM revision', 4],
    ['creator id', 4],
    ['creator revision', 4],
  ]);

/** QEMU copies the bytes that were typed, which are UTF-8, and pads with zeros; its length check has counted them already. */
function oemText(out: ByteWriter, text: string, width: number): void {
  const bytes = utf8Bytes(text);
  for (let index = 0; index < width; index += 1) out.u8(bytes[index] ?? 0);
}
