import { ByteWriter } from '../../base/bytes';
import type { AcceptedStartup } from './accepted';

/** `etc/reserved-memory-end`: from here on firmware may map 64-bit PCI (spec: qemu-11.1 §5). Absent without window and CXL. */
export function reservedMemoryEndBytes({ map }: AcceptedStartup): Uint8Array<ArrayBuffer> | undefined {
  if (map.reservedMemoryEnd === undefined) return undefined;
  return new ByteWriter(8).u64(map.reservedMemoryEnd).finish();
}
