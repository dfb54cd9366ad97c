/** A layout carried out on trial: what QEMU would say to it. */
import { commandLine } from '../codecs/command-line-writer';
import type { Edit } from '../document/edit';
import type { LayoutDocument } from '../document/schema';
import { dialectOf } from '../dialects/index';
import { eventOutcomes } from '../plan/events';
import { bootChoice } from '../plan/boot-choice';
import type { Refusal, Startup, Warning } from '../qemu/machine';
import { startUp } from '../qemu/startup';
import type { DocPath } from '../space/region';
import { pathOfOption } from '../stages/origin';
import type { StageContext } from '../stages/stage';
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
  /** Paths of the settings that it depends on. */
  readonly inputs: readonly DocPath[];
  /** The same for the same complaint after other settings have changed: numbers do not count, and positions are those of the first layout. */
  readonly key: string;
}

export interface Trial {
  readonly document: LayoutDocument;
  readonly startup: Startup;
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

/** @param edits that made the document from the first layout */
export function tryLayout(document: LayoutDocument, edits: readonly Edit[], { steps }: { steps: boolean }): Trial {
  const words = commandLine(document);
  const startup = startUp(
    words.map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );
  const context: StageContext = { document, words, startup, boot: bootChoice(document) };
  const complaint = (finding: Refusal | Warning): Complaint => {
    const option = finding.option === undefined ? undefined : startup.options[finding.option];
    const prefix = option?.prefix ?? '';
    const path = finding.option === undefined ? undefined : pathOfOption(context, finding.option);
    const { code, text } = finding;
    const own = text.startsWith(prefix) ? text.slice(prefix.length) : text;
    return {
      code,
      text,
      words: own,
      ...(path === undefined ? {} : { path }),
      inputs: 'inputs' in finding ? finding.inputs : [],
      key: keyOf(code, path === undefined ? undefined : pathBefore(path, edits), own),
    };
  };
  return {
    document,
    startup,
    refusals: startup.refusals.map(complaint),
    warnings: startup.warnings.map(complaint),
    refusedSteps: steps ? eventOutcomes(context).diagnostics.map((each) => stepComplaint(each, edits)) : [],
  };
}

function stepComplaint(
  { code, qemu = '', path }: { readonly code: string; readonly qemu?: string; readonly path?: DocPath },
  edits: readonly Edit[],
): Complaint {
  const at = path === undefined ? {} : { path };
  const inputs = path === undefined ? [] : [path, 'memory.maxmem', 'memory.slots'];
  const key = keyOf(code, path === undefined ? undefined : pathBefore(path, edits), qemu);
  return { code, text: qemu, words: qemu, ...at, inputs, key };
}
