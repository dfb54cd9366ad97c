import { ByteWriter } from '../../base/bytes';
import type { AcceptedStartup } from './accepted';

/** Legacy fw_cfg item 0x03: boot RAM in bytes (FW_CFG_RAM_SIZE). */
export const ramSizeKeyBytes = ({ memory }: AcceptedStartup): Uint8Array<ArrayBuffer> =>
  new ByteWriter(8).u64(memory.ram).finish();
