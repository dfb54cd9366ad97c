/** The field for the BARs of a device: sizes, each with its place if it has one. */
import { err, ok, type Result } from '../../core/base/result';
import { formatAddress, formatSize, parseAddress, parseSize } from '../../core/base/size-text';
import type { Bar } from '../../core/document/schema';
import type { DocPath } from '../../core/space/region';
import type { FormField } from './field';

/** A PCI function has six registers, and a 64-bit BAR takes two. */
const MOST = 6;
const LOW = /\s+(?:low|32-bit)$/i;

/** `128G`, `128G @ 0x8000000000`, `16M low`. */
function readBar(text: string): Result<Bar, string> {
  const [sizeText = '', placeText] = text.replace(LOW, '').split('@');
  const size = parseSize(sizeText.trim());
  if (!size.ok) return err(`${size.error.message} What works: ${size.error.works}.`);
  if (size.value === 0) return err('A BAR has a size. What works: 128G, 32M.');
  const place = placeText === undefined ? undefined : parseAddress(placeText.trim());
  if (place?.ok === false) return err(`${place.error.message} What works: ${place.error.works}.`);
  return ok({
    size: size.value,
    ...(LOW.test(text) ? { wide: false } : {}),
    ...(place === undefined ? {} : { addr: place.value }),
  });
}

function read(text: string): Result<readonly Bar[] | undefined, string> {
  const items = text
    .split(/[,;]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length > MOST) return err(`A device has at most ${MOST} BARs, and these are ${items.length}.`);
  const bars: Bar[] = [];
  for (const item of items) {
    const bar = readBar(item);
    if (!bar.ok) return bar;
    bars.push(bar.value);
  }
  return ok(bars.length === 0 ? undefined : bars);
}

/** A comma divides them, so no size may have one of its own: what is no short size is written in bytes. */
const sizeText = (size: number): string => {
  const text = formatSize(size);
  return text.includes(',') ? String(size) : text;
};

const write = (value: unknown): string =>
  ((value ?? []) as readonly Bar[])
    .map(
      ({ size, wide, addr }) =>
        `${sizeText(size)}${addr === undefined ? '' : ` @ ${formatAddress(addr)}`}${wide === false ? ' low' : ''}`,
    )
    .join(', ');

export const barsField = (entity: DocPath): FormField => ({
  path: `${entity}.bars`,
  label: 'BARs',
  input: 'text',
  placeholder: 'unknown',
  hint: 'As lspci lists them: 16M, 128G, 32M. “low” for one below 4 GiB, @ 0x8000000000 for a fixed place',
  read,
  write,
});
