/** `npm run conformance -- --boot`: random guests, booted with real firmware and a real kernel, beside what physmap says of them. */
import { startUp } from '../../../core/qemu/startup';
import { accepted, type AcceptedStartup } from '../../../core/qemu/tables/accepted';
import type { ExitCode } from '../../command';
import { complaintText } from '../../complaint';
import { Random } from '../../random';
import type { Difference } from '../compare';
import { quoted } from '../quoted';
import { versionOf } from '../version';
import { compareBoot } from './compare';
import { randomBoot } from './configuration';
import { runGuest } from './guest';
import { readLog } from './log';
import { readBootWish, type BootWish, type FirmwareChoice } from './wish';

interface Tally {
  compared: number;
  equal: number;
  /** Where physmap said that it is exact; only modelled; or that it does not know. */
  readonly different: { exact: number; modelled: number; unknown: number };
  readonly unmeasured: Map<string, number>;
}

interface Guest {
  readonly number: number;
  readonly firmware: FirmwareChoice;
  readonly args: readonly string[];
  readonly startup: AcceptedStartup;
}

export async function bootConformance(words: readonly string[]): Promise<ExitCode> {
  const wish = readBootWish(words);
  if (typeof wish === 'string') {
    const works =
      '--qemu PATH --kernel PATH --ovmf CODE,VARS, each as QEMU sees it; PATH may be several words: "chroot /srv/sid qemu-system-x86_64"';
    const complaint = { what: wish, where: 'command line', why: 'conformance --boot needs images to boot', works };
    process.stderr.write(complaintText(complaint));
    return 2;
  }
  const skipped = reasonToSkip(wish);
  if (skipped !== undefined) {
    process.stdout.write(`conformance --boot: skipped, ${skipped}\n`);
    return 0;
  }
  process.stdout.write(
    `conformance --boot: ${wish.count} guests of seed ${wish.seed} with ${wish.firmwares.join(' and ')}, ${wish.kernel ?? 'no kernel: SeaBIOS’s own list alone'}\n`,
  );
  return report(await bootAll(wish));
}

function reasonToSkip(wish: BootWish): string | undefined {
  const version = versionOf(wish.program);
  if (typeof version === 'string') return version;
  if (wish.firmwares.length > 0) return undefined;
  return wish.kernel === undefined
    ? 'no kernel was found; --kernel PATH names one'
    : 'no OVMF was found; --ovmf CODE,VARS names one';
}

const emptyTally = (): Tally => ({
  compared: 0,
  equal: 0,
  different: { exact: 0, modelled: 0, unknown: 0 },
  unmeasured: new Map(),
});

/** A guest that QEMU would start: the next random one, if that one would be refused. */
function guestOf(wish: BootWish, number: number): Guest {
  const firmware = wish.firmwares[number % wish.firmwares.length] ?? 'seabios';
  for (let attempt = 0; ; attempt += 1) {
    const args = randomBoot(new Random(wish.seed * 1_000_003 + number * 101 + attempt), firmware);
    const startup = accepted(startUp(wish.accelerator === 'tcg' ? args : [...args, '-accel', wish.accelerator]));
    if (startup !== undefined) return { number, firmware, args, startup };
  }
}

async function bootAll(wish: BootWish): Promise<ReadonlyMap<FirmwareChoice, Tally>> {
  const tallies = new Map(wish.firmwares.map((firmware) => [firmware, emptyTally()]));
  const numbers = wish.only === undefined ? Array.from({ length: wish.count }, (_, index) => index) : [wish.only];
  const queue = numbers.values();
  const worker = async () => {
    for (const number of queue) {
      const guest = guestOf(wish, number);
      const tally = tallies.get(guest.firmware);
      if (tally !== undefined) await bootOne(wish, guest, tally);
    }
  };
  await Promise.all(Array.from({ length: wish.jobs }, worker));
  return tallies;
}

async function bootOne(wish: BootWish, guest: Guest, tally: Tally): Promise<void> {
  const log = await runGuest(wish, guest.firmware, guest.args);
  if ('unmeasured' in log) {
    tally.unmeasured.set(log.unmeasured, (tally.unmeasured.get(log.unmeasured) ?? 0) + 1);
    if (wish.only !== undefined) process.stdout.write(commandText(guest));
    return;
  }
  const { differences, sure } = compareBoot(guest.firmware, guest.startup, readLog(log));
  tally.compared += 1;
  if (differences.length === 0) {
    tally.equal += 1;
    if (wish.only !== undefined) process.stdout.write(commandText(guest));
    return;
  }
  tally.different[sure] += 1;
  process.stdout.write(`\n${commandText(guest)}  physmap said: ${sure}\n${differences.map(differenceText).join('')}`);
}

const commandText = ({ number, firmware, args }: Guest): string =>
  `#${number} ${firmware}: ${args.map(quoted).join(' ')}\n`;

/** Lines that only one side has. */
function differenceText({ field, measured, predicted }: Difference): string {
  const [was, says] = [measured.split('\n'), predicted.split('\n')];
  const only = (who: string, some: readonly string[], others: readonly string[]) =>
    some.filter((line) => !others.includes(line)).map((line) => `    ${who} ${line}\n`);
  return `  ${field}\n${[...only('guest  ', was, says), ...only('physmap', says, was)].join('')}`;
}

function report(tallies: ReadonlyMap<FirmwareChoice, Tally>): ExitCode {
  let wrong = 0;
  for (const [firmware, { compared, equal, different, unmeasured }] of tallies) {
    const { exact, modelled, unknown } = different;
    wrong += exact;
    process.stdout.write(
      `${firmware}: compared ${compared}, equal ${equal}, differ ${exact + modelled} (${modelled} of them where physmap only models), ${unknown} where physmap said that it does not know\n`,
    );
    for (const [reason, count] of unmeasured)
      process.stdout.write(`${firmware}: not measurable ${count} (${reason})\n`);
  }
  return wrong > 0 ? 1 : 0;
}
