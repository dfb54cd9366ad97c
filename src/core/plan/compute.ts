/** The program: what follows from a layout document. No I/O, no clock, no state. */
import { commandLine, shellText } from '../codecs/command-line-writer';
import type { LayoutDocument } from '../document/schema';
import { dialectFindings } from '../lint/dialect-findings';
import { hostView } from '../host/index';
import { qemuFindings } from '../lint/qemu-findings';
import { lintRules } from '../lint/rules/index';
import { dialectOf } from '../dialects/index';
import { startUp } from '../qemu/startup';
import { range } from '../base/range';
import { spaceLimit } from '../stages/limit';
import { stages } from '../stages/index';
import { narrow } from '../stages/narrow';
import type { StageContext } from '../stages/stage';
import type { Recording } from '../timeline/recording';
import { afterQemu } from './after-qemu';
import { bootChoice } from './boot-choice';
import type { Plan, Snapshot } from './plan';
import { verdictOf } from './verdict';

/**
 * Plans a document up to the moment at which its machine runs; `core/timeline/plan` goes on with its steps. Always gives a plan: what
 * QEMU refuses is said in `verdict` and `diagnostics`, and all that still has a place is drawn. Same document, same plan.
 *
 * @param revision copied to the plan, so that a caller can tell an answer from an older one
 */
export const computePlan = (document: LayoutDocument, revision: number): Plan =>
  planOf(stageContext(document), revision);

/** What QEMU, firmware and kernel make of a document. */
export function stageContext(document: LayoutDocument): StageContext {
  const words = commandLine(document);
  const startup = startUp(
    words.map((word) => word.text),
    { dialect: dialectOf(document.dialect) },
  );
  const boot = bootChoice(document);
  return { document, words, startup, boot, ...afterQemu(startup, boot) };
}

/** @param recording of the document's steps, if they have been carried out */
export function planOf(
  context: StageContext,
  revision: number,
  recording?: Pick<Recording, 'timeline' | 'findings'>,
): Plan {
  const { document, words, startup, boot } = context;
  const snapshots = snapshotsOf(context);
  const [qemu] = snapshots;
  const { linux } = context;
  const host = qemu === undefined ? undefined : hostView({ document, qemu, linux });
  const plan = {
    revision,
    verdict: verdictOf(document, startup),
    commandLine: words,
    shell: shellText(words, { onePerLine: true }),
    snapshots,
    boot,
    limit: spaceLimit(context).cpu,
    ...(linux === undefined ? {} : { linux }),
    ...(host === undefined ? {} : { host }),
    ...(recording === undefined ? {} : { timeline: recording.timeline }),
    ...windowOf(context),
  };
  // One context for all rules: some of them share what they make of it.
  const looked = { ...context, plan };
  const findings = lintRules.all.flatMap((rule) => rule.check(looked));
  return {
    ...plan,
    diagnostics: [...dialectFindings(document), ...qemuFindings(context), ...(recording?.findings ?? []), ...findings],
  };
}

function snapshotsOf(context: StageContext): readonly Snapshot[] {
  const snapshots: Snapshot[] = [];
  for (const stage of stages.all) {
    if (stage.appliesTo(context)) snapshots.push(stage.run(snapshots.at(-1), context));
  }
  return snapshots;
}

function windowOf({ startup }: StageContext): Pick<Plan, 'window'> {
  const { map, memory } = startup;
  if (map?.deviceMemory === undefined || memory === undefined) return {};
  const { base, size } = map.deviceMemory;
  const used = startup.devices.reduce((sum, device) => sum + (device.placed ? device.size : 0n), 0n);
  return {
    window: {
      range: range(narrow(base), narrow(base + size)),
      budget: narrow(memory.maxram - memory.ram),
      used: narrow(used),
    },
  };
}
