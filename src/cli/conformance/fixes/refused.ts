/** Configurations that QEMU refuses, as layouts: recorded ones, and random ones. */
import { commandLine } from '../../../core/codecs/command-line-writer';
import { qemuCommandLine } from '../../../core/codecs/qemu-command-line';
import { PROGRAM, shellWord } from '../../../core/codecs/shell-text';
import type { LayoutDocument } from '../../../core/document/schema';
import type { Wanted } from '../../../core/fix/found-fix';
import { startUp } from '../../../core/qemu/startup';
import found from '../../../fixtures/qemu-11.1/recorded-found.json?raw';
import more from '../../../fixtures/qemu-11.1/recorded-more.json?raw';
import recorded from '../../../fixtures/qemu-11.1/recorded.json?raw';
import { Random } from '../../random';
import { randomConfiguration } from '../configuration';

export interface RefusedLayout {
  /** `#12`, or the id of a recorded case. */
  readonly name: string;
  readonly args: readonly string[];
  readonly document: LayoutDocument;
  /** QEMU's first refusal. */
  readonly finding: Wanted;
}

interface RecordedCase {
  readonly id: string;
  readonly args: readonly string[];
  readonly ok: boolean;
}

/** A layout does not hold every command line, and one that QEMU starts in the layout's order is none that it refuses. */
function refusedLayout(name: string, args: readonly string[]): RefusedLayout | undefined {
  const imported = qemuCommandLine.read([PROGRAM, ...args.map(shellWord)].join(' '));
  if (!imported.ok) return undefined;
  const { document } = imported.value;
  const [refusal] = startUp(commandLine(document).map(({ text }) => text)).refusals;
  if (refusal === undefined || refusal.code === 'machine/not-predicted') return undefined;
  return { name, args, document, finding: { code: refusal.code, qemu: refusal.text } };
}

/** Half of them recorded, as far as there are so many; the same seed gives the same ones. */
export function refusedLayouts(count: number, seed: number): readonly RefusedLayout[] {
  const all = [recorded, more, found].flatMap((text) => JSON.parse(text) as readonly RecordedCase[]);
  const refused = new Random(seed).shuffled(all.filter(({ ok }) => !ok));
  const layouts: RefusedLayout[] = [];
  for (const { id, args } of refused) {
    if (layouts.length >= count / 2) break;
    const layout = refusedLayout(id, args);
    if (layout !== undefined) layouts.push(layout);
  }
  for (let number = 0; layouts.length < count; number += 1) {
    const layout = refusedLayout(`#${number}`, randomConfiguration(new Random(seed * 1_000_003 + number)));
    if (layout !== undefined) layouts.push(layout);
  }
  return layouts;
}
