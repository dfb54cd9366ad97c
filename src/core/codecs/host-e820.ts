/** The host's memory table as files: as its kernel would print it, and as data. */
import { SOFT_RESERVED } from '../base/e820';
import { size } from '../base/range';
import { err, ok, type Result } from '../base/result';
import { formatAddress } from '../base/size-text';
import { factsOfType } from '../host/memory-type';
import type { HostView } from '../host/view';
import type { E820Entry, Plan } from '../plan/plan';
import type { Exported, Exporter, FormatError } from './format';

/** Words of `BIOS-e820:` lines before Linux 7.0, which every reader of such logs knows (arch/x86/kernel/e820.c, e820_print_type). */
const WORDS: ReadonlyMap<number, string> = new Map([
  [1, 'usable'],
  [2, 'reserved'],
  [3, 'ACPI data'],
  [4, 'ACPI NVS'],
  [5, 'unusable'],
  [7, 'persistent (type 7)'],
  [12, 'persistent (type 12)'],
  [SOFT_RESERVED, 'soft reserved'],
]);

const wide = (address: number): string => `0x${address.toString(16).padStart(16, '0')}`;

const line = ({ range, type }: E820Entry): string =>
  `BIOS-e820: [mem ${wide(range.start)}-${wide(range.end - 1)}] ${WORDS.get(type) ?? `type ${type}`}`;

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
  contentOf: (host: HostView, title: string, source: string) => string,
): Exporter => ({
  ...facts,
  write(plan, { host: { title = '', source = '' } }): Result<Exported, FormatError> {
    const host = hostOf(plan);
    return host.ok ? ok({ fileName, mediaType, content: contentOf(host.value, title, source) }) : host;
  },
});

const comment = (text: string): string => (text === '' ? '' : `# ${text.replaceAll(/\s+/g, ' ')}\n`);

/** `BIOS-e820:` lines by address, with title and source as comments in front. */
export const hostE820Text = hostFile(
  { id: 'host-e820-text', title: 'Host E820, as a boot log' },
  'host-e820.txt',
  'text/plain',
  ({ e820 }, title, source) => `${comment(title)}${comment(source)}${e820.map(line).join('\n')}\n`,
);

/** Entries by address with node, name, and the guest memory that each backs. Ends are inclusive; addresses are text, as JSON has doubles. */
export const hostE820Json = hostFile(
  { id: 'host-e820-json', title: 'Host E820 and what it backs, JSON' },
  'host-e820.json',
  'application/json',
  (host, title, source) => {
    const ends = ({ range }: { readonly range: E820Entry['range'] }) => ({
      start: formatAddress(range.start),
      end: formatAddress(range.end - 1),
      size: size(range),
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
