/** DIMMs that are there when Linux starts: ACPI tells of them, and Linux takes them in slot order (Linux drivers/acpi/acpi_memhotplug.c). */
import type { Range } from '../base/range';
import { deviceKinds } from '../devices/index';
import type { PluggedDevice } from '../qemu/machine';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import { spanOf } from './addresses';
import { spanText } from './log-text';
import type { GuestSrat } from './srat';
import type { LinuxDimm } from './view';

export const deviceRange = ({ address, size }: PluggedDevice): Range => spanOf(address, size);

export interface DimmRules {
  readonly srat: GuestSrat | undefined;
  /** Of the lowest RAM: where memory goes whose own node the SRAT does not name (memory_add_physaddr_to_nid). */
  readonly firstNode: number;
  readonly blockSize: number;
  /** Of `mem=`. */
  readonly memoryLimit?: bigint;
  pathOf(device: PluggedDevice): string;
}

/** In slot order. Linux takes whole memory blocks only, and nothing above the limit of `mem=`. */
export function dimms({ devices, machine }: AcceptedStartup, rules: DimmRules): readonly LinuxDimm[] {
  if (!machine.acpi) return [];
  return devices
    .filter(({ kind, placed }) => placed && deviceKinds.find(kind)?.region === 'dimm')
    .sort((a, b) => (a.slot ?? 0) - (b.slot ?? 0))
    .map((device) => {
      const range = deviceRange(device);
      const refused = dimmRefusal(range, rules);
      return {
        range,
        owner: rules.pathOf(device),
        node: rules.srat?.numbering.nodeOf.get(device.node) ?? rules.firstNode,
        ...(refused === undefined ? {} : { refused }),
      };
    });
}

/** Why Linux does not take the DIMM at a range; undefined where it does. */
export function dimmRefusal(
  range: Range,
  { blockSize, memoryLimit }: Pick<DimmRules, 'blockSize' | 'memoryLimit'>,
): string | undefined {
  const { start, end } = range;
  if (start % blockSize !== 0 || end % blockSize !== 0) {
    return `Linux refuses the DIMM at ${spanText(range)}: it takes whole memory blocks of 0x${blockSize.toString(16)} bytes only.`;
  }
  if (memoryLimit !== undefined && BigInt(end) > memoryLimit) {
    return `Linux refuses the DIMM at ${spanText(range)}: mem= ends memory at 0x${memoryLimit.toString(16)}.`;
  }
  return undefined;
}
