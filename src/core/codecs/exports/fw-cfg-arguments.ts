/**
 * Options that hand the layout's files to a QEMU. What may be given was asked of QEMU 11.1.3: a name that QEMU makes itself ends it
 * (`duplicate fw_cfg file name: etc/e820`), one without `opt/` draws a warning, one of more than 55 characters is refused. Tables of
 * ACPI can be given with `-acpitable`, which adds and never replaces.
 */
import { ok, type Result } from '../../base/result';
import type { Plan } from '../../plan/plan';
import type { Exporter, FormatError } from '../format';
import { firmwareFiles, type FoundFile } from '../firmware-files';
import { doesNotStart } from './refusals';

const isTable = ({ name }: FoundFile): boolean => !name.includes('/');

export function fwCfgText(plan: Plan): Result<string, FormatError> {
  const files = firmwareFiles(plan);
  if (!plan.verdict.starts || files.length === 0) return doesNotStart('fw_cfg file', plan);
  const plain = files.filter((file) => !isTable(file));
  const tables = files.filter(isTable);
  return ok(
    [
      '# The files of the layout beside those that QEMU makes: for firmware that looks for names under opt/.',
      ...plain.map(({ name, fileName }) => `-fw_cfg name=opt/physmap/${name.replace(/^etc\//, '')},file=${fileName}`),
      '',
      '# Under its own name no file can be given where QEMU makes it, as on this machine: it ends with',
      ...plain.map(({ name }) => `#   duplicate fw_cfg file name: ${name}`),
      '# Where it makes none (etc/reserved-memory-end without a device-memory window), it takes the file and warns:',
      '#   externally provided fw_cfg item names should be prefixed with "opt/"',
      ...(tables.length === 0
        ? []
        : [
            '',
            '# ACPI tables, for a machine without them. On a machine with NUMA nodes the guest gets a second table of that name.',
            ...tables.map(({ fileName }) => `-acpitable file=${fileName}`),
          ]),
      '',
    ].join('\n'),
  );
}

export const fwCfgArguments: Exporter = {
  id: 'fw-cfg',
  title: 'fw_cfg arguments',
  write(plan) {
    const content = fwCfgText(plan);
    if (!content.ok) return content;
    const notes = [
      'etc/e820 itself cannot be replaced from the command line: QEMU makes it.',
      'Files are named as in the zip of all files.',
    ];
    return ok({ fileName: 'fw-cfg.txt', mediaType: 'text/plain', content: content.value, notes });
  },
};
