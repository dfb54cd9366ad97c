/** Every code that a finding can have, with its page: QEMU's own words first, then what physmap itself looks at, in the order of the rules and by their subject. */
import { EXPLANATIONS, explainedCode } from './explanations';
import { ownPages } from './pages/index';
import { devicePages } from './qemu-pages/devices';
import { markingPages } from './qemu-pages/marking';
import { nodeAndObjectPages } from './qemu-pages/nodes-and-objects';
import type { QemuPage } from './qemu-pages/qemu-page';
import { settingPages } from './qemu-pages/settings';
import type { RulePage } from './rule-page';
import { stepPages } from '../timeline/pages';

const QEMU_PAGES: Readonly<Record<string, QemuPage>> = {
  ...settingPages,
  ...nodeAndObjectPages,
  ...devicePages,
  ...markingPages,
};

const qemuPages = (): readonly RulePage[] =>
  Object.entries(QEMU_PAGES).flatMap(([code, { title, version = '11.1', place, messages }]): RulePage[] => {
    const explanation = EXPLANATIONS[code];
    const [message, ...furtherMessages] = messages;
    if (explanation === undefined || message === undefined) return [];
    const { what, why, works } = explanation;
    return [
      {
        code,
        severity: message.startsWith('warning: ') ? 'warning' : 'error',
        author: 'qemu',
        title,
        what,
        why,
        works,
        sources: [{ project: 'qemu', version, place }],
        message,
        ...(furtherMessages.length === 0 ? {} : { furtherMessages }),
      },
    ];
  });

export const rulePages: readonly RulePage[] = [
  ...qemuPages(),
  ...ownPages.map((page): RulePage => ({ ...page, author: 'physmap' })),
  ...stepPages,
];

/** The page of a finding's code; every malformed option has one page unless its own is better. */
export const pageOf = (code: string): RulePage | undefined => {
  const known = rulePages.find((page) => page.code === code);
  return known ?? rulePages.find((page) => page.code === explainedCode(code));
};
