/** `npm run conformance -- --fixes`: refused configurations, each with the fixes that physmap finds carried out on a real QEMU. */
import { atOnce } from '../../../core/base/in-steps';
import { commandLine } from '../../../core/codecs/command-line-writer';
import { commitEdits } from '../../../core/document/validate';
import { findFixes } from '../../../core/fix/find-fixes';
import type { FixSearch, FoundFix } from '../../../core/fix/found-fix';
import type { ExitCode } from '../../command';
import { complaintText } from '../../complaint';
import { measure } from '../measure';
import { quoted } from '../quoted';
import { versionOf } from '../version';
import { refusedLayouts, type RefusedLayout } from './refused';
import { readFixesWish, type FixesWish } from './wish';

const AT_ONCE = 2;
/** Less than this, and the finder does not do what it is there for. */
const LEAST_SHARE = 0.95;
/** In milliseconds of one thread: what a person takes for at once. */
const AT_ONCE_MS = 200;

interface Tally {
  layouts: number;
  /** Those with a fix with which the real QEMU starts. */
  mended: number;
  withoutFix: number;
  tried: number;
  started: number;
  refused: number;
  quick: number;
  readonly unmeasured: Map<string, number>;
}

export async function fixesConformance(words: readonly string[]): Promise<ExitCode> {
  const wish = readFixesWish(words);
  if (typeof wish === 'string') {
    const works = '--qemu PATH --count N --seed S; PATH may be several words: "chroot /srv/sid qemu-system-x86_64"';
    const why = 'conformance --fixes needs a QEMU to ask';
    process.stderr.write(complaintText({ what: wish, where: 'command line', why, works }));
    return 2;
  }
  const version = versionOf(wish.program);
  if (typeof version === 'string') {
    process.stdout.write(`conformance --fixes: skipped, ${version}\n`);
    return 0;
  }
  process.stdout.write(
    `conformance --fixes: ${wish.count} refused configurations of seed ${wish.seed}, their first ${wish.first} fixes put to QEMU ${version.join('.')}\n`,
  );
  return report(await mendAll(wish));
}

async function mendAll(wish: FixesWish): Promise<Tally> {
  const all = refusedLayouts(wish.count, wish.seed);
  const chosen = wish.only === undefined ? all : all.slice(wish.only, wish.only + 1);
  const tally: Tally = {
    layouts: 0,
    mended: 0,
    withoutFix: 0,
    tried: 0,
    started: 0,
    refused: 0,
    quick: 0,
    unmeasured: new Map(),
  };
  const queue = chosen.entries();
  const worker = async () => {
    for (const [index, layout] of queue) await mendOne(wish, layout, wish.only ?? index, tally);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tally;
}

async function mendOne(wish: FixesWish, layout: RefusedLayout, index: number, tally: Tally): Promise<void> {
  const before = process.cpuUsage();
  const { fixes } = search(layout);
  const { user, system } = process.cpuUsage(before);
  if ((user + system) / 1000 < AT_ONCE_MS) tally.quick += 1;
  tally.layouts += 1;
  if (wish.only !== undefined) process.stdout.write(`${layoutText(layout, index)}${fixes.map(titleText).join('')}`);
  if (fixes.length === 0) {
    tally.withoutFix += 1;
    process.stdout.write(`\nno fix\n${layoutText(layout, index)}`);
    return;
  }
  let starts = 0;
  for (const fix of fixes.slice(0, wish.first)) if (await carryOut(wish, layout, fix, index, tally)) starts += 1;
  if (starts > 0) tally.mended += 1;
}

const search = ({ document, finding }: RefusedLayout): FixSearch => atOnce(findFixes(document, finding));

/** Whether the real QEMU starts with the fix. */
async function carryOut(
  { program }: FixesWish,
  layout: RefusedLayout,
  fix: FoundFix,
  index: number,
  tally: Tally,
): Promise<boolean> {
  const mended = commitEdits(layout.document, fix.edits);
  if (!mended.ok) throw new Error(`${layout.name}: ${fix.title} is no layout`);
  const args = commandLine(mended.value).map(({ text }) => text);
  const measured = await measure(program, args);
  const crash =
    'unmeasured' in measured && measured.unmeasured.startsWith('QEMU ended') ? measured.unmeasured : undefined;
  if ('unmeasured' in measured && crash === undefined) {
    const { unmeasured: reason } = measured;
    tally.unmeasured.set(reason, (tally.unmeasured.get(reason) ?? 0) + 1);
    return false;
  }
  tally.tried += 1;
  if ('ok' in measured && measured.ok) {
    tally.started += 1;
    return true;
  }
  tally.refused += 1;
  process.stdout.write(
    `\nQEMU refuses a fix: ${fix.title}\n  ${'error' in measured ? measured.error : crash}\n  ${args.map(quoted).join(' ')}\n${layoutText(layout, index)}`,
  );
  return false;
}

const titleText = ({ title, costs }: FoundFix): string => `  ${title}: ${costs}\n`;

const layoutText = ({ name, args, finding }: RefusedLayout, index: number): string =>
  `  --only ${index}, ${name}: ${args.map(quoted).join(' ')}\n  ${finding.qemu ?? finding.code}\n`;

function report({ layouts, mended, withoutFix, tried, started, refused, quick, unmeasured }: Tally): ExitCode {
  const share = (part: number): string => `${((100 * part) / Math.max(1, layouts)).toFixed(1)} %`;
  for (const [reason, count] of unmeasured) process.stdout.write(`not measured: ${count} (${reason})\n`);
  process.stdout.write(
    `refused configurations ${layouts}: with a fix ${layouts - withoutFix} (${share(layouts - withoutFix)}), with one that makes QEMU start ${mended} (${share(mended)}), answered within ${AT_ONCE_MS} ms ${quick} (${share(quick)})\n` +
      `fixes tried ${tried}: QEMU starts with ${started}, refuses ${refused}\n`,
  );
  return refused > 0 || mended < LEAST_SHARE * layouts ? 1 : 0;
}
