/** Every recorded case of the patches that marked boot memory: what physmap calls as meant, and what becomes of it elsewhere. */
import { describe, expect, it } from 'vitest';
import recordedText from '../../fixtures/dialects/recorded.json?raw';
import { importText } from '../codecs/importers';
import type { LayoutDocument } from '../document/schema';
import { outcomeOf, type Outcome } from './outcome';
import { translate } from './translate';

interface Expected {
  readonly starts: boolean;
  readonly marked_as_asked?: boolean | null;
  readonly overlaps?: readonly unknown[];
}

interface Recorded {
  readonly id: string;
  readonly cmdline: string;
  readonly expected: Readonly<Record<string, Expected>>;
}

const { dialects } = JSON.parse(recordedText) as { dialects: Readonly<Record<string, readonly Recorded[]>> };
const cases = Object.values(dialects).flatMap((all) =>
  all.flatMap(({ id, cmdline, expected }) =>
    Object.entries(expected).flatMap(([versions, of]) =>
      versions.split('_').map((version) => ({ id, cmdline, version, of })),
    ),
  ),
);

function documentOf(cmdline: string, version: string): LayoutDocument {
  const read = importText(`qemu-system-x86_64 ${cmdline}`);
  if (!read.ok) throw new Error(read.error.message);
  return { ...read.value.document, dialect: `spm-${version}` };
}

const summary = ({ starts, asMeant }: Outcome): string =>
  `${starts ? 'starts' : 'refused'} ${asMeant ? 'as meant' : 'otherwise'}`;

describe('recorded layouts', () => {
  it.each(Object.keys(dialects))('of %s are as meant where the recording says so', (patches) => {
    const wrong = cases
      .filter(({ id }) => dialects[patches]?.some((one) => one.id === id))
      .flatMap(({ id, cmdline, version, of }) => {
        const outcome = outcomeOf(documentOf(cmdline, version));
        const isMeant = of.marked_as_asked === true && (of.overlaps ?? []).length === 0;
        const want = `${of.starts ? 'starts' : 'refused'} ${of.starts && isMeant ? 'as meant' : 'otherwise'}`;
        return summary(outcome) === want ? [] : [`${id} ${version}: ${want}, not ${summary(outcome)}`];
      });
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(dialects))(
    'of %s become devices that are announced where they lie, but for those without other memory',
    (patches) => {
      const wrong = (dialects[patches] ?? []).flatMap(({ id, cmdline, expected }) => {
        const [version = ''] = Object.keys(expected).at(-1)?.split('_') ?? [];
        const translated = translate(documentOf(cmdline, version), 'qemu-11.1');
        if (!translated.ok) {
          const reasons = translated.error.reasons.map(({ text }) => text).join('\n');
          return /^All \S+ [KMGT]iB of -m are specific-purpose memory/.test(reasons) ? [] : [`${id}: ${reasons}`];
        }
        const outcome = outcomeOf(translated.value.document);
        return outcome.asMeant ? [] : [`${id}: ${JSON.stringify(outcome.messages)}`];
      });
      expect(wrong).toEqual([]);
    },
  );
});
