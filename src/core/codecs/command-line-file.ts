import { ok } from '../base/result';
import { commandLine } from './command-line-writer';
import { leftOut } from './exports/left-out';
import type { Exporter } from './format';
import { shellText } from './shell-text';

const commandLineIn = (facts: Pick<Exporter, 'id' | 'title'>, fileName: string, onePerLine: boolean): Exporter => ({
  ...facts,
  write: (_plan, document) =>
    ok({
      fileName,
      mediaType: 'text/x-shellscript',
      content: `${shellText(commandLine(document), { onePerLine })}\n`,
      notes: leftOut(document),
    }),
});

/** The command line as a POSIX shell takes it, one option a line. */
export const commandLineFile = commandLineIn({ id: 'command-line', title: 'QEMU command line' }, 'qemu.sh', true);

/** The same in one line, for tickets and test scripts. */
export const commandLineInOneLine = commandLineIn(
  { id: 'command-line-one', title: 'QEMU command line in one line' },
  'qemu-line.sh',
  false,
);
