/** What answers at each address, as HMP's `info mtree -f` prints it (mtree_print_flatview). */
import { err, ok, type Result } from '../../base/result';
import { capturedRange, type CapturedView } from '../../capture/capture';
import type { FormatError, ImportFact, Importer } from '../format';
import { LONGEST_TEXT, tooLong } from '../text-place';
import { imported, IS_CHECKED } from './captured';
import { readLines, type LineAccount } from './text-lines';

const VIEW = /^\s*FlatView #\d{1,6}$/;
const SPACE = /^ *AS "([^"]{0,256})", root: (.{0,256})$/;
const ROOT = /^ *Root memory region: (.{0,256})$/;
const LINE =
  /^ *([0-9a-f]{1,16})-([0-9a-f]{1,16}) \(prio (-?\d{1,10}), ([a-z][a-z/ -]{0,30})\): (.{0,256}?)(?: @([0-9a-f]{1,16}))?(?: [a-z][\w -]{0,40})?$/i;
const NESTED = /^ *(?:address-space|memory-region): /;
const IS_VIEW = /^ *address-space: |^\s*FlatView #\d|^ *[0-9a-f]{16}-[0-9a-f]{16} \(prio -?\d{1,10}, [a-z]/im;
const OTHER = /^ *(?:No rendered FlatView|Dispatch|\.\.\.)/;

interface View {
  readonly spaces: string[];
  readonly ranges: CapturedView[];
}

interface ReadViews {
  readonly views: readonly View[];
  readonly nestedAt: number | undefined;
  readonly account: LineAccount;
}

function readViews(text: string): ReadViews {
  const views: View[] = [];
  let nestedAt: number | undefined;
  const current = (): View => {
    const last = views.at(-1);
    if (last !== undefined) return last;
    const made: View = { spaces: [], ranges: [] };
    views.push(made);
    return made;
  };
  const account = readLines(text, (line, number) => {
    if (VIEW.test(line)) {
      views.push({ spaces: [], ranges: [] });
      return true;
    }
    const [, space] = SPACE.exec(line) ?? [];
    if (space !== undefined) {
      current().spaces.push(space);
      return true;
    }
    const [, start, last = '', , kind = '', name = ''] = LINE.exec(line) ?? [];
    if (start !== undefined) {
      const range = capturedRange(BigInt(`0x${start}`), BigInt(`0x${last}`) + 1n);
      current().ranges.push({ ...range, name, kind, line: number });
      return true;
    }
    if (NESTED.test(line)) nestedAt ??= number;
    return ROOT.test(line) || OTHER.test(line);
  });
  return { views, nestedAt, account };
}

/** The view of the CPUs; the only one where a piece of the output was taken. */
const ofCpus = (views: readonly View[]): View | undefined =>
  views.find(({ spaces }) => spaces.includes('memory')) ??
  views.find(({ spaces }) => spaces.some((space) => space.startsWith('cpu-memory'))) ??
  (views.length === 1 && views[0]?.spaces.length === 0 ? views[0] : undefined);

function cpuView(text: string): Result<{ readonly view: View; readonly account: LineAccount }, FormatError> {
  if (text.length > LONGEST_TEXT) return err(tooLong(text));
  const { views, nestedAt, account } = readViews(text);
  if (nestedAt !== undefined) {
    return err({
      code: 'flat-view/nested',
      message: 'These are memory regions one inside the other, not what is left of them at each address.',
      works: 'info mtree -f, with the option -f',
      line: nestedAt,
      column: 1,
    });
  }
  const view = ofCpus(views);
  if (view !== undefined && view.ranges.length > 0) return ok({ view, account });
  return err({
    code: 'flat-view/no-cpu-view',
    message: 'The view of the CPUs is not among these: none has the address space “memory”.',
    works: 'The whole output of info mtree -f',
    line: 1,
    column: 1,
  });
}

export const flatView: Importer = {
  id: 'flat-view',
  title: 'Address space of a running QEMU: info mtree -f (HMP)',
  does: IS_CHECKED,
  example:
    'FlatView #0\n AS "memory", root: system\n Root memory region: system\n  0000000000100000-000000007fffffff (prio 0, ram): pc.ram @0000000000100000\n',

  sniff: (text) => (text.length <= LONGEST_TEXT && IS_VIEW.test(text) ? 0.98 : 0),

  read(text, current) {
    const read = cpuView(text);
    if (!read.ok) return read;
    const { view, account } = read.value;
    const memory = view.ranges.filter(({ kind }) => kind === 'ram' || kind === 'nv-ram');
    const bytes = memory.reduce((sum, { range }) => sum + range.end - range.start, 0);
    const facts: readonly ImportFact[] = [
      { what: 'ranges of the CPUs’ address space', count: view.ranges.length },
      { what: 'memory', count: memory.length, bytes, part: true },
    ];
    const capture = { title: 'Address space of the running QEMU', of: 'flat-view', ranges: view.ranges } as const;
    return ok(imported({ capture, facts, account }, current));
  },
};
