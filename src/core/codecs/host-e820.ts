/** The host's memory table as files: as its kernel would print it, and as data. */
import { ByteWriter } from '../base/bytes';
import { RAM, typeWords } from '../base/e820';
import { err, ok, type Result } from '../base/result';
import { formatAddress } from '../base/size-text';
import { factsOfType } from '../host/memory-type';
import type { HostView } from '../host/view';
import type { HostRange, LayoutDocument } from '../document/schema';
import type { E820Entry, Plan } from '../plan/plan';
import { E820_ENTRY_BYTES } from '../qemu/tables/e820';
import type { Exported, Exporter, FormatError } from './format';

/** An entry without bytes at 0 ends where Linux prints it to end: addresses of 64 bits come round. */
const wide = (address: number): string => `0x${BigInt.asUintN(64, BigInt(address)).toString(16).padStart(16, '0')}`;

const line = ({ start, size: bytes, type }: HostRange): string =>
  `BIOS-e820: [mem ${wide(start)}-${wide(start + bytes - 1)}] ${typeWords(type)}`;

function hostOf({ host }: Plan): Result<HostView, FormatError> {
  if (host === undefined) {
    return err({
      code: 'export/no-host',
      message: 'There is no table of the host: the layout says nothing of its host.',
      works: 'Paste a boot log of the host, or choose a known machine as host.',
    });
  }
  if (host.e820.length === 0) {
    return err({
      code: 'export/no-host-e820',
      message: 'There is no table of the host: what is known of it has no E820 entries.',
      works: 'BIOS-e820 lines of the host’s boot log. A host that is no PC has none.',
    });
  }
  return ok(host);
}

const hostFile = (
  facts: Pick<Exporter, 'id' | 'title'>,
  fileName: string,
  mediaType: string,
  contentOf: (view: HostView, host: LayoutDocument['host']) => Exported['content'],
): Exporter => ({
  ...facts,
  write(plan, { host }): Result<Exported, FormatError> {
    const view = hostOf(plan);
    return view.ok ? ok({ fileName, mediaType, content: contentOf(view.value, host) }) : view;
  },
});

const comment = (text: string): string => (text === '' ? '' : `# ${text.replaceAll(/\s+/g, ' ')}\n`);

/** `BIOS-e820:` lines in the order of the table, lies and all, with title and source as comments in front. */
export const hostE820Text = hostFile(
  { id: 'host-e820-text', title: 'Host E820, boot log' },
  'host-e820.txt',
  'text/plain',
  (_view, { ranges, title = '', source = '' }) => `${comment(title)}${comment(source)}${ranges.map(line).join('\n')}\n`,
);

/** Memory on several nodes is several ranges of a layout and one entry of the table. */
function entriesOf(ranges: readonly HostRange[]): readonly HostRange[] {
  const entries: HostRange[] = [];
  for (const next of ranges) {
    const last = entries.at(-1);
    const isCut = last?.node !== undefined && next.node !== undefined && last.node !== next.node;
    if (isCut && last.type === RAM && next.type === RAM && last.start + last.size === next.start) {
      entries[entries.length - 1] = { ...next, start: last.start, size: last.size + next.size };
    } else entries.push(next);
  }
  return entries;
}

/** The bytes of the table as `etc/e820` has them: 8 of start, 8 of length, 4 of type, little-endian; in the order of the table. */
export const hostE820Bytes = hostFile(
  { id: 'host-e820', title: 'Host E820, bytes' },
  'host-e820.bin',
  'application/octet-stream',
  (_view, { ranges }) => {
    const entries = entriesOf(ranges);
    const out = new ByteWriter(entries.length * E820_ENTRY_BYTES);
    for (const { start, size: bytes, type } of entries) out.u64(BigInt(start)).u64(BigInt(bytes)).u32(type);
    return out.finish();
  },
);

/** Entries by address with node, name, and the guest memory that each backs. Ends are inclusive; addresses are text, as JSON has doubles. */
export const hostE820Json = hostFile(
  { id: 'host-e820-json', title: 'Host E820, JSON' },
  'host-e820.json',
  'application/json',
  (host, { title = '', source = '' }) => {
    const ends = ({ range, claims: { start, end } = range }: Pick<E820Entry, 'range' | 'claims'>) => ({
      start: formatAddress(start),
      // The end of no bytes is no address.
      ...(start < end ? { end: formatAddress(end - 1) } : {}),
      size: end - start,
    });
    const entries = host.e820.map((entry) => ({
      ...ends(entry),
      type: entry.type,
      kind: factsOfType(entry.type).words,
      name: entry.cause,
      ...(entry.node === undefined ? {} : { node: entry.node }),
      backs: host.ribbons
        .filter(({ source: path }) => path !== undefined && path === entry.owner)
        .map((ribbon) => ({
          ...ends({ range: ribbon.host }),
          guest: formatAddress(ribbon.guest.start),
          problems: ribbon.problems,
        })),
    }));
    return `${JSON.stringify({ title, source, entries }, null, 2)}\n`;
  },
);
