/** The pages of all codes in groups, and those of them that a text means: words, a code, or a message of QEMU’s as pasted. */
import { isMessage } from '../../core/base/message-pattern';
import type { RulePage } from '../../core/lint/rule-page';

export interface RuleGroup {
  readonly id: string;
  readonly title: string;
  readonly pages: readonly RulePage[];
}

const OWN: readonly (readonly [area: string, title: string])[] = [
  ['table', 'Memory tables'],
  ['e820', 'Memory tables'],
  ['firmware', 'Firmware'],
  ['pci', 'PCI and BARs'],
  ['linux', 'Linux in the guest'],
  ['host', 'Host'],
  ['fleet', 'Hosts of a fleet'],
];

function groupOf({ author, severity, code }: RulePage): string {
  if (author === 'qemu') return severity === 'warning' ? 'QEMU warns' : 'QEMU refuses';
  const area = code.split('/')[0];
  return OWN.find(([each]) => each === area)?.[1] ?? 'The layout';
}

const ORDER = [
  'QEMU refuses',
  'QEMU warns',
  'Memory tables',
  'The layout',
  'PCI and BARs',
  'Firmware',
  'Linux in the guest',
  'Host',
  'Hosts of a fleet',
];

/** In the order of the boot, from what QEMU says to the hosts; groups without pages are left out. */
export function groupsOf(pages: readonly RulePage[]): readonly RuleGroup[] {
  return ORDER.map((title) => ({
    id: title.toLowerCase().replaceAll(' ', '-'),
    title,
    pages: pages.filter((page) => groupOf(page) === title),
  })).filter((group) => group.pages.length > 0);
}

export const messagesOf = ({ message, furtherMessages = [] }: RulePage): readonly string[] =>
  message === undefined ? [] : [message, ...furtherMessages];

const words = ({ code, title, what, why, works, sources, ...page }: RulePage): string =>
  [
    code,
    title,
    what,
    why,
    works,
    ...sources.map(({ place }) => place),
    ...messagesOf({ code, title, what, why, works, sources, ...page }),
  ]
    .join(' ')
    .toLowerCase();

/** Words of a pattern, to know half a message by: those that no number or name takes the place of. */
const fixedParts = (pattern: string): readonly string[] =>
  pattern
    .split('…')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part.length > 8);

/** How much of the message a pattern says: of two that fit, the one with more words of its own is meant. */
const tellsOf = (page: RulePage, text: string): number =>
  Math.max(
    0,
    ...messagesOf(page)
      .filter((pattern) => isMessage(pattern, text))
      .map((pattern) => pattern.replaceAll('…', '').length),
  );

/** Whole messages first, the most telling pattern foremost; then parts of messages; then all words wherever they stand. */
export function searchPages(pages: readonly RulePage[], text: string): readonly RulePage[] {
  const wanted = text.trim();
  if (wanted === '') return pages;
  const whole = pages.filter((page) => tellsOf(page, wanted) > 0);
  if (whole.length > 0) return whole.toSorted((a, b) => tellsOf(b, wanted) - tellsOf(a, wanted));
  const low = wanted.toLowerCase().replace(/\s+/g, ' ');
  const parts = pages.filter((page) =>
    messagesOf(page).some((each) => fixedParts(each).some((part) => low.includes(part))),
  );
  const asked = low.split(' ');
  const named = pages.filter((page) => {
    const own = words(page);
    return asked.every((word) => own.includes(word));
  });
  return [...new Set([...named, ...parts])];
}
