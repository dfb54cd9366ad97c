/** `npm run conformance -- --qemu PATH`: random configurations, each put to the real QEMU and to physmap. */
import type { Command, ExitCode } from '../command';
import { complaintText } from '../complaint';
import { Random } from '../random';
import { compare, type Difference } from './compare';
import { randomConfiguration } from './configuration';
import { bootConformance } from './boot/index';
import { exportsConformance } from './exports/index';
import { fixesConformance } from './fixes/index';
import { libvirtConformance } from './libvirt/index';
import { measure } from './measure';
import { qmpConformance } from './qmp-timelines/index';
import { quoted } from './quoted';
import { versionOf } from './version';

const AT_ONCE = 2;
const LONGEST_SHOWN = 400;

interface Wish {
  readonly program: readonly string[];
  readonly count: number;
  readonly seed: number;
  /** One configuration of the run alone, by its number. */
  readonly only: number | undefined;
}

export const conformanceCommand: Command = {
  id: 'conformance',
  usage: '[--boot|--exports|--fixes|--libvirt|--qmp] --qemu PATH [--count N] [--seed S] [--only I]',
  summary:
    'compares random configurations with a real QEMU, with --boot with real guests, with --exports what files do there, with --fixes what mends refused ones, with --libvirt domains with the schema of libvirt, with --qmp what happens at run time',
  run,
};

async function run(words: readonly string[]): Promise<ExitCode> {
  if (words.includes('--boot')) return bootConformance(words.filter((word) => word !== '--boot'));
  if (words.includes('--exports')) return exportsConformance(words.filter((word) => word !== '--exports'));
  if (words.includes('--fixes')) return fixesConformance(words.filter((word) => word !== '--fixes'));
  if (words.includes('--libvirt')) return libvirtConformance(words.filter((word) => word !== '--libvirt'));
  if (words.includes('--qmp')) return qmpConformance(words.filter((word) => word !== '--qmp'));
  const wish = readWish(words);
  if (typeof wish === 'string') {
    const works = '--qemu PATH, where PATH may be several words: "chroot /srv/sid qemu-system-x86_64"';
    process.stderr.write(
      complaintText({ what: wish, where: 'command line', why: 'conformance needs a QEMU to ask', works }),
    );
    return 2;
  }
  const version = versionOf(wish.program);
  if (typeof version === 'string') {
    process.stdout.write(`conformance: skipped, ${version}\n`);
    return 0;
  }
  process.stdout.write(
    `conformance: ${wish.count} configurations of seed ${wish.seed} against QEMU ${version.join('.')}\n`,
  );
  return report(await compareAll(wish));
}

function readWish(words: readonly string[]): Wish | string {
  const given = new Map<string, string>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = '', value] = [words[index], words[index + 1]];
    if (!['--qemu', '--count', '--seed', '--only'].includes(name)) return `conformance does not take ${name}`;
    if (value === undefined) return `${name} has no value`;
    given.set(name, value);
  }
  const number = (name: string, otherwise: number): number => Number(given.get(name) ?? otherwise);
  const only = given.has('--only') ? number('--only', 0) : undefined;
  const [count, seed] = [number('--count', 200), number('--seed', 1)];
  if (![count, seed, only ?? 0].every((value) => Number.isSafeInteger(value) && value >= 0))
    return 'a number is not a whole number';
  return {
    program: (given.get('--qemu') ?? 'qemu-system-x86_64').split(/\s+/).filter((word) => word !== ''),
    count,
    seed,
    only,
  };
}

interface Tally {
  compared: number;
  started: number;
  different: number;
  readonly unmeasured: Map<string, number>;
}

async function compareAll({ program, count, seed, only }: Wish): Promise<Tally> {
  const tally: Tally = { compared: 0, started: 0, different: 0, unmeasured: new Map() };
  const numbers = only === undefined ? Array.from({ length: count }, (_, index) => index) : [only];
  const queue = numbers.values();
  const worker = async () => {
    for (const number of queue) {
      // A seed for each, so that one configuration can be run again alone.
      const args = randomConfiguration(new Random(seed * 1_000_003 + number));
      const measured = await measure(program, args);
      if ('unmeasured' in measured) {
        const reason = measured.unmeasured;
        tally.unmeasured.set(reason, (tally.unmeasured.get(reason) ?? 0) + 1);
        continue;
      }
      tally.compared += 1;
      if (measured.ok) tally.started += 1;
      const differences = compare(args, measured);
      if (differences.length > 0) {
        tally.different += 1;
        process.stdout.write(differenceText(number, args, differences));
      } else if (only !== undefined) {
        process.stdout.write(`${args.map(quoted).join(' ')}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tally;
}

function differenceText(number: number, args: readonly string[], differences: readonly Difference[]): string {
  const texts = differences.map(({ field, measured, predicted }) =>
    measured.includes('\n') && field === 'files'
      ? linesText(field, measured, predicted)
      : placeText(field, measured, predicted),
  );
  return `\n#${number}: ${args.map(quoted).join(' ')}\n${texts.join('')}`;
}

/** What stands on either side where the two begin to differ. */
function placeText(field: string, measured: string, predicted: string): string {
  let at = 0;
  while (at < measured.length && measured[at] === predicted[at]) at += 1;
  const from = Math.max(0, at - 40);
  const cut = (text: string) => `${from > 0 ? '…' : ''}${text.slice(from, from + LONGEST_SHOWN)}`;
  return `  ${field}, from character ${at}\n    QEMU     ${cut(measured)}\n    physmap  ${cut(predicted)}\n`;
}

/** Lines that only one side has. */
function linesText(field: string, measured: string, predicted: string): string {
  const [was, says] = [measured.split('\n'), predicted.split('\n')];
  const only = (who: string, some: readonly string[], others: readonly string[]) =>
    some.filter((line) => !others.includes(line)).map((line) => `    ${who} ${line}\n`);
  return `  ${field}\n${[...only('QEMU    ', was, says), ...only('physmap ', says, was)].join('')}`;
}

function report({ compared, started, different, unmeasured }: Tally): ExitCode {
  for (const [reason, count] of unmeasured) process.stdout.write(`not measured: ${count} (${reason})\n`);
  process.stdout.write(
    `compared ${compared}: ${started} started, ${compared - started} refused, ${different} differ\n`,
  );
  return different > 0 ? 1 : 0;
}
