/** A layout carried out on trial: what QEMU would say to it. */
import { commandLine } from '../codecs/command-line-writer';
import type { Edit } from '../document/edit';
import type { LayoutDocument } from '../document/schema';
import { dialectOf } from '../dialects/index';
import { afterQemu, type AfterQemu } from '../plan/after-qemu';
import { bootChoice } from '../plan/boot-choice';
import type { Refusal, Startup, Warning } from '../qemu/machine';
import { startUp } from '../qemu/startup';
import type { DocPath } from '../space/region';
import { pathOfOption } from '../stages/origin';
import type { StageContext } from '../stages/stage';
import { refusedSteps } from '../timeline/refused-steps';
import { pathBefore } from './edit-lists';

/** Something that QEMU says of a layout. */
export interface Complaint {
  readonly code: string;
  /** Verbatim. */
  readonly text: string;
  /** Without the option as typed that stands in front. */
  readonly words: string;
  /** The entity whose option it is about. */
  readonly path?: DocPath;
  /** Where that entity was in the first layout. */
  readonly origin?: DocPath;
  /** Paths of the settings that it depends on. */
  readonly inputs: readonly DocPath[];
  /** The same for the same complaint after other settings have changed: numbers do not count, and positions are those of the first layout. */
  readonly key: string;
}

export interface Trial {
  readonly document: LayoutDocument;
  readonly startup: Startup;
  /** What firmware and kernel make of it; undefined where nobody has asked. */
  readonly after: AfterQemu | undefined;
  /** In QEMU's order. */
  readonly refusals: readonly Complaint[];
  readonly warnings: readonly Complaint[];
  /** Steps of the timeline that QEMU refuses; none are looked at where it does not start. */
  readonly refusedSteps: readonly Complaint[];
}

/** A number says how much is wrong, unless it names a node. */
const NUMBER = /(\bnode |\binitiator=|\btarget=|missing: )?(?:0x[0-9a-f]+|\d+)/gi;
const keyOf = (code: string, path: DocPath | undefined, words: string): string =>
  `${code} ${path ?? ''} ${words.replace(NUMBER, (all, names?: string) => (names === undefined ? '#' : all))}`;

/** Parts of a layout that nothing but its steps changes. */
const isSameAtBoot = (a: LayoutDocument, b: LayoutDocument): boolean =>
  Object.keys(a).every((key) => key === 'events' || a[key as keyof LayoutDocument] === b[key as keyof LayoutDocument]);

/**
 * @param edits that made the document from the first layout
 * @param steps whether the steps of the timeline are carried out, too
 * @param known a trial of a layout that may start in the same way
 */
export function tryLayout(
  document: LayoutDocument,
  edits: readonly Edit[],
  { steps, known }: { readonly steps: boolean; readonly known?: Trial },
): Trial {
  const words = commandLine(document);
  const same = known !== undefined && isSameAtBoot(document, known.document) ? known : undefined;
  const startup =
    same?.startup ??
    startUp(
      words.map(({ text }) => text),
      { dialect: dialectOf(document.dialect) },
    );
  const boot = bootChoice(document);
  const context: StageContext = { document, words, startup, boot };
  const complaint = (finding: Refusal | Warning): Complaint => {
    const option = finding.option === undefined ? undefined : startup.options[finding.option];
    const prefix = option?.prefix ?? '';
    const path = finding.option === undefined ? undefined : pathOfOption(context, finding.option);
    const { code, text } = finding;
    const own = text.startsWith(prefix) ? text.slice(prefix.length) : text;
    const inputs = 'inputs' in finding ? finding.inputs : [];
    return { code, text, words: own, inputs, ...placed(code, own, path, edits) };
  };
  const after = steps ? (same?.after ?? afterQemu(startup, boot)) : undefined;
  return {
    document,
    startup,
    after,
    refusals: startup.refusals.map(complaint),
    warnings: startup.warnings.map(complaint),
    refusedSteps:
      after === undefined ? [] : refusedSteps({ ...context, ...after }).map((each) => stepComplaint(each, edits)),
  };
}

function stepComplaint(
  { code, qemu = '', path }: { readonly code: string; readonly qemu?: string; readonly path?: DocPath },
  edits: readonly Edit[],
): Complaint {
  const inputs = path === undefined ? [] : [path, 'memory.maxmem', 'memory.slots'];
  return { code, text: qemu, words: qemu, inputs, ...placed(code, qemu, path, edits) };
}

/** Where a complaint is, now and in the first layout, and by what it is known. */
function placed(
  code: string,
  words: string,
  path: DocPath | undefined,
  edits: readonly Edit[],
): Pick<Complaint, 'path' | 'origin' | 'key'> {
  if (path === undefined) return { key: keyOf(code, undefined, words) };
  const origin = pathBefore(path, edits);
  return { path, origin, key: keyOf(code, origin, words) };
}
