/** The headless interface: the core that the page's worker runs, for scripts and review pipelines. */
import { registry } from '../core/base/registry';
import { checkCommand } from './check';
import { compareCommand } from './compare';
import { complaintText } from './complaint';
import type { Command, ExitCode } from './command';
import { conformanceCommand } from './conformance/index';
import { exportCommand } from './export';
import { fuzzCommand } from './fuzz/index';
import { importCommand } from './import';
import { predictCommand } from './predict';
import { timelineCommand } from './timeline';

export { fuzzWorker } from './fuzz/index';

const commands = registry<Command>([
  predictCommand,
  timelineCommand,
  checkCommand,
  compareCommand,
  exportCommand,
  importCommand,
  conformanceCommand,
  fuzzCommand,
]);

const asksForHelp = (word: string): boolean => word === '--help' || word === '-h';

const usage = (): string =>
  [
    'usage: npm run -s physmap -- COMMAND',
    ...commands.all.map((command) => `\n  ${command.id} ${command.usage}\n      ${command.summary}`),
    '',
  ].join('\n');

const usageOf = ({ id, usage: words, summary }: Command): string =>
  `usage: npm run -s physmap -- ${id} ${words}\n\n${summary}\n`;

/** @param words the command line behind the program's name */
export async function main(words: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = words;
  if (name !== undefined && (name === 'help' || asksForHelp(name))) {
    process.stdout.write(usage());
    return 0;
  }
  const command = name === undefined ? undefined : commands.find(name);
  if (!command) {
    const what = name === undefined ? 'no command given' : `no command is called ${name}`;
    const works = `one of ${commands.all.map(({ id }) => id).join(', ')}; "help" shows them all`;
    process.stderr.write(complaintText({ what, where: 'command line', why: 'the first word names what to do', works }));
    return 2;
  }
  if (rest.some(asksForHelp)) {
    process.stdout.write(usageOf(command));
    return 0;
  }
  return command.run(rest);
}
