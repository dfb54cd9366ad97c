/** A program that starts a real QEMU with the layout's command line and says which byte differs from the plan first. */
import { toHex } from '../../base/bytes';
import { ok } from '../../base/result';
import { dialects } from '../../dialects/index';
import type { Plan } from '../../plan/plan';
import { firmwareFiles } from '../firmware-files';
import type { Exporter } from '../format';
import { jsonText, type Json } from '../json-text';
import program from './check-plan.py?raw';

/** The plan as the program holds it: the words of the command line, and bytes or QEMU's complaint. */
export function checkPlanText(plan: Plan): string {
  const { commandLine, verdict } = plan;
  const files = firmwareFiles(plan).map(({ name, bytes, fields }): Json => {
    const named = fields.map(({ offset, length, label }): Json => [offset, length, label]);
    return { name, bytes: toHex(bytes), fields: named };
  });
  const members = [
    `  "qemu": ${jsonText(commandLine.map(({ text }) => text))}`,
    `  "error": ${jsonText(verdict.error ?? null)}`,
    `  "files": [\n${files.map((file) => `    ${jsonText(file)}`).join(',\n')}\n  ]`,
  ];
  return program.replace('@PLAN@', () => `\n{\n${members.join(',\n')}\n}\n`);
}

export const checkPlan: Exporter = {
  id: 'check-plan',
  title: 'Check against a real QEMU',
  write(plan, { dialect }) {
    const recorded = dialects.find(dialect)?.recordedWith;
    const notes = [
      'Needs Python 3.8 and a qemu-system-x86_64 that can start the layout; nothing of the guest runs.',
      ...(recorded === undefined
        ? ['The plan for this dialect is modelled: a difference may be a fault of the plan.']
        : []),
    ];
    return ok({ fileName: 'check-plan.py', mediaType: 'text/x-python', content: checkPlanText(plan), notes });
  },
};
