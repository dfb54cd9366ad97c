/**
 * `npm run conformance -- --exports`: what is exported of a layout is put to use with a real QEMU: command lines in each form, the
 * program that checks the plan, QMP at start, the zip. The CPUs never run.
 */
import type { ExitCode } from '../../command';
import { complaintText } from '../../complaint';
import { computePlan } from '../../../core/plan/compute';
import { readQmpWish, type QmpWish } from '../qmp-timelines/wish';
import { versionOf } from '../version';
import { FORMS, type Outcome } from './forms';
import { galleryLayouts, randomLayout, type ExportedLayout } from './layouts';
import { standInFor, type StandIn } from './stand-in';

const AT_ONCE = 2;
const LONGEST_SHOWN = 800;
/** Fewer than configurations of other runs: each layout starts QEMU seven times. */
const COUNT = '40';

class Tally {
  readonly #equal = new Map<string, number>();
  readonly #untold = new Map<string, Map<string, number>>();
  different = 0;

  add(form: string, layout: ExportedLayout, outcome: Outcome): void {
    if (outcome === 'equal') this.#equal.set(form, (this.#equal.get(form) ?? 0) + 1);
    else if ('untold' in outcome) {
      const reasons = this.#untold.get(form) ?? new Map<string, number>();
      this.#untold.set(form, reasons.set(outcome.untold, (reasons.get(outcome.untold) ?? 0) + 1));
    } else {
      this.different += 1;
      process.stdout.write(`\n${layout.title}, ${form}\n    ${outcome.differs.slice(0, LONGEST_SHOWN)}\n`);
    }
  }

  text(): string {
    const lines = FORMS.map(({ title }) => {
      const reasons = [...(this.#untold.get(title) ?? [])].map(
        ([reason, count]) => `\n    ${count} not told: ${reason}`,
      );
      return `${title}: ${this.#equal.get(title) ?? 0} equal${reasons.join('')}\n`;
    });
    return `${lines.join('')}${this.different} differ\n`;
  }
}

export async function exportsConformance(words: readonly string[]): Promise<ExitCode> {
  const wish = readQmpWish(words.includes('--count') ? words : [...words, '--count', COUNT]);
  if (typeof wish === 'string') {
    const works = '--qemu PATH --count N --seed S; PATH may be several words: "chroot /srv/sid qemu-system-x86_64"';
    const why = 'conformance --exports needs a QEMU to ask';
    process.stderr.write(
      complaintText({ what: wish.replace('--qmp', '--exports'), where: 'command line', why, works }),
    );
    return 2;
  }
  const version = versionOf(wish.program);
  if (typeof version === 'string') {
    process.stdout.write(`conformance --exports: skipped, ${version}\n`);
    return 0;
  }
  const standIn = standInFor(wish.program);
  try {
    const layouts = layoutsOf(wish, standIn);
    process.stdout.write(`conformance --exports: ${layouts.length} layouts against QEMU ${version.join('.')}\n`);
    const tally = await tryAll(layouts, wish, standIn);
    process.stdout.write(tally.text());
    return tally.different > 0 ? 1 : 0;
  } finally {
    standIn.remove();
  }
}

function layoutsOf({ count, seed, only }: QmpWish, { inside }: StandIn): readonly ExportedLayout[] {
  const numbers = only === undefined ? Array.from({ length: count }, (_, index) => index) : [only];
  const random = numbers.flatMap((number) => randomLayout(seed, number, inside) ?? []);
  return only === undefined ? [...galleryLayouts(inside), ...random] : random;
}

async function tryAll(layouts: readonly ExportedLayout[], wish: QmpWish, standIn: StandIn): Promise<Tally> {
  const tally = new Tally();
  const queue = layouts.entries();
  const worker = async (): Promise<void> => {
    for (const [index, layout] of queue) {
      const { document } = layout;
      const trial = { document, plan: computePlan(document, 0), program: wish.program, standIn, name: String(index) };
      for (const form of FORMS) tally.add(form.title, layout, await form.try(trial));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tally;
}
