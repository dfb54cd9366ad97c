/** How QEMU is started, what firmware then reads, with checksums, and where the layout is. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../../base/bytes';
import type { LayoutDocument } from '../../../document/schema';
import type { Plan } from '../../../plan/plan';
import { commandLine } from '../../command-line-writer';
import { shellText } from '../../shell-text';
import { code, left, right, text, type Block, type Section } from '../report';

export const startOf = (document: LayoutDocument): Section => ({
  id: 'command-line',
  title: 'Command line',
  blocks: [{ kind: 'shell', text: shellText(commandLine(document), { onePerLine: true }) }],
});

export function files(plan: Plan): Section | undefined {
  const all = plan.snapshots[0]?.tables?.files ?? [];
  const known = all.flatMap(({ name, bytes }) => (bytes === undefined ? [] : [{ name, bytes }]));
  const others = all.filter(({ bytes }) => bytes === undefined).map(({ name }) => name);
  if (all.length === 0) return undefined;
  const rest = `Also in the directory of fw_cfg, with content that physmap does not predict: ${others.join(', ')}.`;
  return {
    id: 'files',
    title: 'Files that firmware reads',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: 'Files and ACPI tables about memory, with their SHA-256',
          columns: [left('Name'), right('Bytes'), left('SHA-256')],
          rows: known.map(({ name, bytes }) => [code(name), text(bytes.length), code(toHex(sha256(bytes)))]),
        },
      },
      ...(others.length === 0 ? [] : [{ kind: 'text', text: rest, quiet: true } as const]),
    ],
  };
}

interface Sources {
  readonly link: string | undefined;
  /** What of the review is not in the link, without a full stop. */
  readonly linkLacks: string | undefined;
  /** The report carries the layout itself. */
  readonly isInside: boolean;
}

/** Where the layout itself is, and what of it is not in each place. */
export function layoutSource({ link, linkLacks, isInside }: Sources): Section {
  const blocks: readonly Block[] = [
    ...(isInside ? [line('This file carries the layout: drop it on the page of physmap to open it.')] : []),
    ...(link === undefined
      ? [line('There is no link to this layout: it is too large for one. Ask for the layout as a file.')]
      : [
          ...(link.startsWith('#') ? [line('The link, to be put behind the address of any page of physmap:')] : []),
          { kind: 'link', link } as const,
          ...(linkLacks === undefined ? [] : [line(`${linkLacks}: ${whereAllIs(isInside)}`)]),
        ]),
  ];
  return { id: 'layout', title: 'The layout itself', blocks };
}

const line = (value: string): Block => ({ kind: 'text', text: value });

const whereAllIs = (isInside: boolean): string =>
  isInside
    ? 'they did not fit. The layout that this file carries has them all.'
    : 'they did not fit. Ask for the layout as a file, which has them all.';
