/**
 * `npm run conformance -- --qmp`: random timelines put to a real QEMU and to physmap, and exported scripts of layouts with steps sent
 * to it. The CPUs never run; the guest's part is played at the memory-hotplug registers.
 */
import { spawnSync } from 'node:child_process';
import type { ExitCode } from '../../command';
import { complaintText } from '../../complaint';
import { Random } from '../../random';
import { quoted } from '../quoted';
import { versionOf } from '../version';
import { compareTimeline, type Measured } from './compare';
import { randomTimeline } from './random-timeline';
import { compareScript, programOf, randomLayout, sampleLayouts, type ScriptedLayout } from './scripts';
import { readQmpWish, type QmpWish } from './wish';

const AT_ONCE = 2;
/** A script for so many timelines. */
const TIMELINES_PER_SCRIPT = 5;
const LONGEST_SHOWN = 600;

class Tally {
  compared = 0;
  different = 0;
  replies = 0;
  errors = 0;
  events = 0;
  readonly unmeasured = new Map<string, number>();

  add(measured: Measured, describe: () => string): void {
    if ('unmeasured' in measured) {
      const { unmeasured: reason } = measured;
      this.unmeasured.set(reason, (this.unmeasured.get(reason) ?? 0) + 1);
      return;
    }
    const { replies, errors, events, differences } = measured;
    this.compared += 1;
    this.replies += replies;
    this.errors += errors;
    this.events += events;
    if (differences.length === 0) return;
    this.different += 1;
    const [first] = differences;
    const cut = (text = ''): string => text.slice(0, LONGEST_SHOWN);
    process.stdout.write(
      `\n${describe()}  ${first?.where} ${first?.asked}\n    QEMU     ${cut(first?.measured)}\n    physmap  ${cut(first?.predicted)}\n` +
        (differences.length > 1 ? `    and ${differences.length - 1} more\n` : ''),
    );
  }

  text(what: string): string {
    const left = [...this.unmeasured].map(([reason, count]) => `not measured: ${count} (${reason})\n`).join('');
    const parts = `${this.replies} replies, ${this.errors} of them errors, ${this.events} events`;
    return `${left}compared ${this.compared} ${what}: ${parts}; ${this.different} differ\n`;
  }
}

export async function qmpConformance(words: readonly string[]): Promise<ExitCode> {
  const wish = readQmpWish(words);
  if (typeof wish === 'string') {
    const works = '--qemu PATH --count N --seed S; PATH may be several words: "chroot /srv/sid qemu-system-x86_64"';
    const why = 'conformance --qmp needs a QEMU to ask';
    process.stderr.write(complaintText({ what: wish, where: 'command line', why, works }));
    return 2;
  }
  const version = versionOf(wish.program);
  if (typeof version === 'string') {
    process.stdout.write(`conformance --qmp: skipped, ${version}\n`);
    return 0;
  }
  process.stdout.write(
    `conformance --qmp: ${wish.count} timelines of seed ${wish.seed} against QEMU ${version.join('.')}\n`,
  );
  const timelines = await compareTimelines(wish);
  const scripts = wish.only === undefined ? await compareScripts(wish) : new Tally();
  const programs = wish.only === undefined ? runPrograms(wish) : new Tally();
  process.stdout.write(timelines.text('timelines'));
  if (wish.only === undefined)
    process.stdout.write(scripts.text('exported scripts') + programs.text('exported programs'));
  return timelines.different + scripts.different + programs.different > 0 ? 1 : 0;
}

/** A seed for each, so that one can be run again alone. */
const randomOf = ({ seed }: QmpWish, number: number): Random => new Random(seed * 1_000_003 + number);

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function compareTimelines(wish: QmpWish): Promise<Tally> {
  const tally = new Tally();
  const numbers = wish.only === undefined ? Array.from({ length: wish.count }, (_, index) => index) : [wish.only];
  await inParallel(numbers, async (number) => {
    const timeline = randomTimeline(randomOf(wish, number));
    const measured = await compareTimeline(wish.program, timeline);
    const steps = timeline.steps.map((step) => `    ${JSON.stringify(step)}\n`).join('');
    tally.add(
      measured,
      () => `#${number}: ${timeline.args.map(quoted).join(' ')}\n${wish.only === undefined ? '' : steps}`,
    );
  });
  return tally;
}

async function compareScripts(wish: QmpWish): Promise<Tally> {
  const tally = new Tally();
  const random = Array.from({ length: Math.ceil(wish.count / TIMELINES_PER_SCRIPT) }, (_, number): ScriptedLayout => {
    return { title: `script ${number}`, document: randomLayout(randomOf(wish, number)) };
  });
  await inParallel([...sampleLayouts(), ...random], async (scripted) => {
    const measured = await compareScript(wish.program, scripted);
    tally.add(measured, () => `${scripted.title}: ${JSON.stringify(scripted.document.events)}\n`);
  });
  return tally;
}

/** The exported programs of the gallery, if there is a Python to run them. */
function runPrograms({ program }: QmpWish): Tally {
  const tally = new Tally();
  for (const scripted of sampleLayouts()) {
    const words = ['-', '--reserve-nothing', '--qemu', program.map(quoted).join(' ')];
    const { status, stdout, stderr, error } = spawnSync('python3', words, {
      input: programOf(scripted),
      encoding: 'utf8',
    });
    if (error !== undefined || status === null || status === 2) {
      tally.add({ unmeasured: `python3: ${error?.message ?? stderr.trim().split('\n').at(-1) ?? ''}` }, () => '');
      continue;
    }
    const replies = Number(/^compared (\d+):/m.exec(stdout)?.[1] ?? 0);
    const differences =
      status === 0
        ? []
        : [{ where: scripted.title, asked: 'steps.py', measured: stdout.slice(-LONGEST_SHOWN), predicted: '' }];
    tally.add({ replies, errors: 0, events: 0, differences }, () => '');
  }
  return tally;
}
