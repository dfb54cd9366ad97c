/** `npm run fuzz`: every reader of foreign input against mutated and random inputs. */
import { Worker, parentPort, workerData } from 'node:worker_threads';
import type { Command, ExitCode } from '../command';
import { complaintText } from '../complaint';
import { runTarget, type Failure } from './run-target';
import { targets } from './targets';

const DEFAULT_COUNT = 100_000;
/** A reader that takes more heap than this ends its worker. */
const MOST_HEAP_MIB = 256;
/** Without a new input for this long, a reader hangs. */
const HANG_MS = 20_000;

interface Wish {
  readonly count: number;
  readonly seed: number;
  readonly only: string | undefined;
}

export const fuzzCommand: Command = {
  id: 'fuzz',
  usage: '[--count N] [--seed S] [--target ID]',
  summary: 'hostile inputs for every reader: no throw, no hang, no great memory',
  run,
};

async function run(words: readonly string[]): Promise<ExitCode> {
  const wish = readWish(words);
  if (typeof wish === 'string') {
    const works = `--count N, --seed S, --target ${targets.map(({ id }) => id).join('|')}`;
    process.stderr.write(
      complaintText({ what: wish, where: 'command line', why: 'fuzz takes options with a value each', works }),
    );
    return 2;
  }
  let failures = 0;
  for (const { id } of targets) {
    if (wish.only !== undefined && wish.only !== id) continue;
    const start = performance.now();
    const failure = await runInWorker(id, wish);
    const took = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(failure ? failureText(failure, wish) : `${id}: ${wish.count} inputs survived in ${took} s\n`);
    if (failure) failures += 1;
  }
  return failures > 0 ? 1 : 0;
}

function readWish(words: readonly string[]): Wish | string {
  const given = new Map<string, string>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = '', value] = [words[index], words[index + 1]];
    if (!['--count', '--seed', '--target'].includes(name)) return `fuzz does not take ${name}`;
    if (value === undefined) return `${name} has no value`;
    given.set(name, value);
  }
  const [count, seed] = [Number(given.get('--count') ?? DEFAULT_COUNT), Number(given.get('--seed') ?? 1)];
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(seed) || count < 0) return 'a number is not a whole number';
  const only = given.get('--target');
  if (only !== undefined && !targets.some(({ id }) => id === only)) return `no reader is called ${only}`;
  return { count, seed, only };
}

const failureText = ({ target, number, reason }: Failure, { seed }: Wish): string =>
  `${target}: input ${number} of seed ${seed} was not survived\n  ${reason.replaceAll('\n', '\n  ')}\n`;

/** What the worker is started with, and where it says which input it is at. */
interface WorkerTask {
  readonly target: string;
  readonly seed: number;
  readonly count: number;
  readonly progress: Int32Array;
}

function runInWorker(target: string, { seed, count }: Wish): Promise<Failure | undefined> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const source = `import(${JSON.stringify(import.meta.url)}).then((bundle) => bundle.fuzzWorker());`;
  const task: WorkerTask = { target, seed, count, progress };
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB },
  });
  return new Promise((resolve) => {
    let last = -1;
    const watch = setInterval(() => {
      const at = Atomics.load(progress, 0);
      if (at === last) finish({ target, number: at, reason: `no end after ${HANG_MS / 1000} s` });
      last = at;
    }, HANG_MS);
    const finish = (failure: Failure | undefined) => {
      clearInterval(watch);
      void worker.terminate();
      resolve(failure);
    };
    worker.on('message', (failure: Failure | undefined) => finish(failure));
    worker.on('error', (error) => finish({ target, number: Atomics.load(progress, 0), reason: error.message }));
  });
}

/** The worker's side. */
export async function fuzzWorker(): Promise<void> {
  const { target, seed, count, progress } = workerData as WorkerTask;
  const found = targets.find(({ id }) => id === target);
  const failure = found && (await runTarget(found, seed, count, (number) => Atomics.store(progress, 0, number)));
  parentPort?.postMessage(failure);
}
