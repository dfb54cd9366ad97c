/** What happened, in two or three sentences: of devices, of RAM, and what it means. */
import type { LayoutDocument } from '../document/schema';
import type { Plan } from '../plan/plan';
import type { RangeChange } from './comparison';
import { bytesText, fromTo, namesText } from './range-words';
import { bytesOf, hasJumped, isDevice, isHole, isRam, isUnchanged, ramGrowth, type Told } from './told';

export function summary(told: Told): string {
  const { before, after } = told;
  // What QEMU refuses has no ranges to speak of: they are as far as it got.
  const areBoth = before.plan.verdict.starts && after.plan.verdict.starts;
  const sentences = [
    ...(areBoth ? [rangeSentence(told), ramSentence(told)] : []),
    settingsSentence(told, !areBoth),
    verdictSentence(told),
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const verb = (names: readonly string[], one: string, several: string): string => (names.length === 1 ? one : several);

/** Devices and the 64-bit hole; RAM has its own sentence, and what is left of the window follows from both. */
function rangeSentence(told: Told): string | undefined {
  const devices = told.ranges.filter(isDevice);
  const clauses = [
    ...resizeClauses(devices),
    ...(['added', 'removed', 'retyped', 'rebound'] as const).flatMap((kind) => kindClause(devices, kind)),
    ...moveClauses(told),
  ];
  return clauses.length === 0 ? undefined : atHead(`${clauses.join(', ')}.`);
}

/** Names keep their case. */
const atHead = (text: string): string => (text.startsWith('the ') ? upper(text) : text);

function resizeClauses(devices: readonly RangeChange[]): readonly string[] {
  const groups = new Map<string, RangeChange[]>();
  for (const change of devices) {
    if (!change.kinds.includes('resized')) continue;
    const key = `${bytesOf(change.before)} ${bytesOf(change.after)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  if (groups.size > 2) {
    const grown = devices.filter(({ resizedBy }) => resizedBy > 0).length;
    const shrunk = devices.filter(({ resizedBy }) => resizedBy < 0).length;
    return [
      ...(grown > 0 ? [`${counted(grown, 'device grows', 'devices grow')}`] : []),
      ...(shrunk > 0 ? [`${counted(shrunk, 'device shrinks', 'devices shrink')}`] : []),
    ];
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ id }) => id);
    const does = first.resizedBy > 0 ? verb(names, 'grows', 'grow') : verb(names, 'shrinks', 'shrink');
    return [`${namesText(names)} ${does} ${fromTo(bytesOf(first.before), bytesOf(first.after))}`];
  });
}

const counted = (count: number, one: string, several: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;

function kindClause(devices: readonly RangeChange[], kind: 'added' | 'removed' | 'retyped' | 'rebound'): string[] {
  const names = devices.filter(({ kinds }) => kinds.includes(kind)).map(({ id }) => id);
  if (names.length === 0) return [];
  const words = { added: 'added', removed: 'removed', retyped: 'of another kind', rebound: 'bound elsewhere' };
  return [`${namesText(names)} ${verb(names, 'is', 'are')} ${words[kind]}`];
}

function moveClauses({ ranges, before, after }: Told): readonly string[] {
  const movers = ranges.filter((change) => change.movedBy !== 0 && (isDevice(change) || isHole(change)));
  const hasMoreMemory = ranges.some(
    (change) => (isDevice(change) || isRam(change)) && (change.resizedBy > 0 || change.kinds.includes('added')),
  );
  const isByHand = movers.some((change) => hasOwnPlace(after.document, change.after?.owner));
  const down = movers.filter(({ movedBy }) => movedBy < 0);
  const up = movers.filter(({ movedBy }) => movedBy > 0);
  const isForRoom = down.length === 0 && hasMoreMemory && !isByHand && hasJumped(before.plan) === hasJumped(after.plan);
  return [...moveClause(up, `up${isForRoom ? ' to make room' : ''}`), ...moveClause(down, 'down')];
}

const moveClause = (movers: readonly RangeChange[], where: string): readonly string[] =>
  movers.length === 0 ? [] : [`${moversText(movers)} ${movers.length === 1 ? 'moves' : 'move'} ${where}`];

function hasOwnPlace({ devices }: LayoutDocument, owner = ''): boolean {
  const device = devices[Number(owner.split('.')[1])];
  return device !== undefined && 'addr' in device && device.addr !== undefined && device.addr !== 0;
}

/** `sp2 to sp4 and the hole`. */
function moversText(movers: readonly RangeChange[]): string {
  const names = movers.filter((change) => !isHole(change)).map(({ id }) => id);
  const hole = movers.some(isHole) ? ['the hole'] : [];
  return [...(names.length === 0 ? [] : [namesText(names)]), ...hole].join(' and ');
}

function ramSentence({ ranges }: Told): string | undefined {
  const own = ranges.filter(isRam);
  if (own.length === 0) return undefined;
  if (own.every(isUnchanged)) return ranges.every(isUnchanged) ? undefined : 'RAM stays.';
  const by = ramGrowth(own);
  const total = own.reduce((sum, { before }) => sum + bytesOf(before), 0);
  const isMoved = own.some(({ movedBy }) => movedBy !== 0);
  if (by === 0) return isMoved ? 'RAM moves and keeps its size.' : 'RAM keeps its size and is divided otherwise.';
  const moves = isMoved ? ' and moves' : '';
  return `RAM ${by > 0 ? 'grows' : 'shrinks'} ${fromTo(total, total + by)}${moves}.`;
}

/** What changes where no range does. */
function settingsSentence({ ranges, groups }: Told, always: boolean): string | undefined {
  if (!always && !ranges.every(isUnchanged)) return undefined;
  const titles = groups.map(({ title }) => title);
  if (titles.length === 0) return 'Both layouts mean the same.';
  return `What differs: ${titles.join(', ')}.`;
}

function verdictSentence({ before, after }: Told): string | undefined {
  const [was, is] = [before.plan.verdict, after.plan.verdict];
  if (!is.starts) {
    const both = was.starts
      ? ''
      : was.error === is.error
        ? ' It says the same of A.'
        : ` Of A it says: ${was.error ?? ''}.`;
    return `QEMU refuses B: ${is.error ?? ''}.${both}`;
  }
  if (!was.starts) return `QEMU refuses A: ${was.error ?? ''}.`;
  const clauses = [...bitsClause(before.plan, after.plan), ...jumpClause(before.plan, after.plan)];
  return clauses.length === 0 ? undefined : upper(`the guest ${clauses.join(' and ')}.`);
}

function bitsClause({ verdict: was }: Plan, { verdict: is }: Plan): readonly string[] {
  if (is.bitsNeeded === undefined || was.bitsNeeded === undefined) return [];
  return [
    was.bitsNeeded === is.bitsNeeded
      ? `still needs ${is.bitsNeeded} bits`
      : `needs ${is.bitsNeeded} bits instead of ${was.bitsNeeded}`,
  ];
}

function jumpClause(was: Plan, is: Plan): readonly string[] {
  if (hasJumped(was) !== hasJumped(is)) {
    return [hasJumped(is) ? 'has its RAM behind the 1 TiB jump' : 'has its RAM from 4 GiB on again'];
  }
  const [old, fresh] = [was.verdict.bytesToMove, is.verdict.bytesToMove];
  if (old === undefined || fresh === undefined || old === fresh) return [];
  return [
    fresh < old
      ? `comes ${bytesText(old - fresh)} closer to the 1 TiB jump`
      : `is ${bytesText(fresh - old)} further from the 1 TiB jump`,
  ];
}
