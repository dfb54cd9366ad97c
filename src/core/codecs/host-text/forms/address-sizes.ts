/** Address sizes of `/proc/cpuinfo` and `lscpu`: of the host, or of several hosts that a guest is to run on. */
import type { LineForm } from '../line-form';

const ADDRESS_SIZES = /^(?:([\w.-]{1,253}): ?)?\s*Address sizes\s*: *(\d{1,3}) bits physical, \d{1,3} bits virtual$/i;
/** A fleet of a layout has at most so many hosts. */
const MOST_HOSTS = 256;

/**
 * One width, however often it comes, is that of the host, since a host says it once for each CPU. Different widths are those of
 * different hosts, and so are lines that a tool has put a host's name in front of.
 */
export const addressSizes: LineForm = {
  id: 'address-sizes',
  hint: /ddress sizes/,
  title: 'address sizes',
  source: 'address sizes',
  read({ text, number }, facts) {
    const [, title, digits] = ADDRESS_SIZES.exec(text) ?? [];
    const bits = Number(digits ?? 0);
    if (bits === 0 || bits > 64) return false;
    const isKnown = facts.addressSizes.some((each) => each.physBits === bits && each.title === title);
    if (!isKnown && facts.addressSizes.length < MOST_HOSTS)
      facts.addressSizes.push({ physBits: bits, line: number, ...(title === undefined ? {} : { title }) });
    return true;
  },
};
