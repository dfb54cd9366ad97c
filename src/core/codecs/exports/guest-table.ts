/** The guest's memory table as texts: `etc/e820` in the forms that programs and logs have, and what the guest's kernel prints. */
import { err, ok } from '../../base/result';
import { DEFAULT_KERNEL, kernels } from '../../boot/kernels';
import type { Kernel } from '../../boot/kernel';
import { biosE820Lines, userE820Lines } from '../../linux/lines';
import type { Plan } from '../../plan/plan';
import type { Exporter } from '../format';
import { tableText, type TableForm } from './e820-text';
import { doesNotStart } from './refusals';

function kernelOf({ boot }: Plan): Kernel {
  const kernel = kernels.find(boot.kernel) ?? kernels.find(DEFAULT_KERNEL);
  if (kernel === undefined) throw new Error('the default kernel is none of the kernels');
  return kernel;
}

const tableFile = (
  facts: Pick<Exporter, 'id' | 'title'>,
  form: TableForm,
  fileName: string,
  mediaType: string,
  note?: (kernel: Kernel) => string,
): Exporter => ({
  ...facts,
  write(plan) {
    const entries = plan.snapshots[0]?.tables?.e820;
    if (!plan.verdict.starts || entries === undefined) return doesNotStart('etc/e820', plan);
    const kernel = kernelOf(plan);
    const content = tableText(entries, form, { title: 'etc/e820', kernel });
    return ok({ fileName, mediaType, content, ...(note === undefined ? {} : { notes: [note(kernel)] }) });
  },
});

/** As a kernel prints a table; firmware has changed the file before a kernel sees it. */
export const e820Dmesg = tableFile(
  { id: 'e820-dmesg', title: 'etc/e820 as dmesg lines' },
  'dmesg',
  'e820.txt',
  'text/plain',
  ({ title }) => `The file itself in the words of ${title}, by address. A guest prints what its firmware made of it.`,
);

export const e820C = tableFile({ id: 'e820-c', title: 'etc/e820 as C array' }, 'c', 'e820.h', 'text/x-c');
export const e820Csv = tableFile({ id: 'e820-csv', title: 'etc/e820 as CSV' }, 'csv', 'e820.csv', 'text/csv');
export const e820Json = tableFile(
  { id: 'e820-json', title: 'etc/e820 as JSON' },
  'json',
  'e820.json',
  'application/json',
);

/** The lines of the guest's log that tell its memory table, from `BIOS-e820` over kernel parameters to the kernel's own edits. */
export const linuxE820 = {
  id: 'linux-e820',
  title: 'Memory table in the guest’s log',
  write(plan) {
    const { linux } = plan;
    if (!plan.verdict.starts) return doesNotStart('log of a guest', plan);
    if (linux === undefined) {
      const message = `There is no log of a guest: nothing is known of the firmware ${plan.boot.firmware}.`;
      return err({ code: 'export/no-guest', message, works: 'A firmware of the menu on the page of boot stages.' });
    }
    const kernel = kernelOf(plan);
    const lines = [
      'BIOS-provided physical RAM map:',
      ...biosE820Lines(linux.bios, kernel),
      ...(linux.user === undefined ? [] : ['user-defined physical RAM map:', ...userE820Lines(linux.user, kernel)]),
      ...linux.edits,
    ];
    const notes = linux.sure === 'exact' ? linux.caveats : ['Modelled, not recorded.', ...linux.caveats];
    return ok({ fileName: 'guest-e820.txt', mediaType: 'text/plain', content: `${lines.join('\n')}\n`, notes });
  },
} satisfies Exporter;
