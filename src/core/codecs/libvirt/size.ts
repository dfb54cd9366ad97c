/** Sizes as libvirt reads and rounds them. */
import type { Bytes } from '../../base/addr';

/** Units of virScaleInteger (libvirt, src/util/virutil.c): letters of any case, powers of 1000 where they end in B alone. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['b', 1],
  ['byte', 1],
  ['bytes', 1],
  ...['k', 'm', 'g', 't', 'p', 'e'].flatMap((letter, index): [string, number][] => [
    [letter, 1024 ** (index + 1)],
    [`${letter}ib`, 1024 ** (index + 1)],
    [`${letter}b`, 1000 ** (index + 1)],
  ]),
]);

export const KIB = 1024;
/** Also what memory of a domain and of its cells grows to a multiple of on x86 (qemuDomainAlignMemorySizes). */
export const MIB = 1024 * KIB;

/** A memory device grows to whole 2 MiB on x86 (qemuDomainGetMemoryModuleSizeAlignment). */
export const MODULE_ALIGNMENT = 2 * MIB;

export type SizeFault = 'no-number' | 'unknown-unit' | 'too-large';

/**
 * Bytes of a number and its unit, rounded up to KiB as virDomainParseMemory does.
 * @param unit absent: KiB
 * @param step bytes that the result is a multiple of
 */
export function sizeOf(text: string, unit = 'KiB', step = KIB): Bytes | SizeFault {
  if (!/^\s*\d{1,20}\s*$/.test(text)) return 'no-number';
  const scale = UNITS.get(unit.toLowerCase());
  if (scale === undefined) return 'unknown-unit';
  const bytes = BigInt(text.trim()) * BigInt(scale);
  return bytes > BigInt(Number.MAX_SAFE_INTEGER) - BigInt(MIB) * 4n ? 'too-large' : roundUp(Number(bytes), step);
}

/** The next multiple; exact for whole numbers up to 2^53. */
export const roundUp = (bytes: Bytes, step: Bytes): Bytes => {
  const rest = bytes % step;
  return rest === 0 ? bytes : bytes + (step - rest);
};
