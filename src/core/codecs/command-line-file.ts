import { ok } from '../base/result';
import { commandLine } from './command-line-writer';
import type { Exporter } from './format';
import { shellText } from './shell-text';

/** The command line as a POSIX shell takes it, one option a line. */
export const commandLineFile: Exporter = {
  id: 'command-line',
  title: 'QEMU command line',
  write: (_plan, document) =>
    ok({
      fileName: 'qemu.sh',
      mediaType: 'text/x-shellscript',
      content: `${shellText(commandLine(document), { onePerLine: true })}\n`,
    }),
};
