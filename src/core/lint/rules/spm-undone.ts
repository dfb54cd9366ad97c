import { kernels } from '../../boot/kernels';
import { intersection, type Range } from '../../base/range';
import { formatRange } from '../../base/size-text';
import type { E820Entry } from '../../plan/plan';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed } from './naming';
import { firmwareOf, isOnRam, namesOf, softReserved } from './specific-purpose';

const RAM = 1;
const NEWEST = kernels.all.find(({ knowsSoftReserved }) => knowsSoftReserved);

/** What Linux's final table has instead; undefined where the whole range is still soft reserved. */
function became({ plan }: LintContext, { range, type }: E820Entry): 'ram' | 'gone' | undefined {
  const over = (plan.linux?.final ?? []).flatMap((entry): { type: number; part: Range }[] => {
    const part = intersection(entry.range, range);
    return part === undefined ? [] : [{ type: entry.type, part }];
  });
  const kept = over.filter((entry) => entry.type === type).reduce((sum, { part }) => sum + part.end - part.start, 0);
  if (kept === range.end - range.start) return undefined;
  return over.some((entry) => entry.type === RAM) ? 'ram' : 'gone';
}

/** A parameter without what undoes SPM; undefined if nothing of it is left, the parameter itself if it does nothing of the kind. */
function harmless(parameter: string): string | undefined {
  if (parameter.startsWith('memmap=')) return undefined;
  if (!parameter.startsWith('efi=')) return parameter;
  const left = parameter
    .slice('efi='.length)
    .split(',')
    .filter((word) => word !== 'nosoftreserve');
  return left.length === 0 ? undefined : `efi=${left.join(',')}`;
}

/** Words of the kernel's command line that undo it, and the fix that leaves them out. */
function parameterFix({
  document,
  boot,
}: LintContext): { readonly words: readonly string[]; readonly fix: Fix } | undefined {
  const words = boot.append.split(/\s+/).filter((word) => word !== '');
  const culprits = words.filter((word) => harmless(word) !== word);
  if (culprits.length === 0) return undefined;
  const append = words.flatMap((word) => harmless(word) ?? []).join(' ');
  const option = document.options.findLastIndex(({ name }) => name === 'append');
  const path = document.boot.append === undefined && option >= 0 ? `options.${option}.value` : 'boot.append';
  const title = culprits.some((word) => word.includes('nosoftreserve'))
    ? 'Remove nosoftreserve'
    : `Remove ${culprits.join(' ')}`;
  return { words: culprits, fix: { title, edits: [{ op: 'set', path, value: append }] } };
}

function causeOf(context: LintContext): {
  readonly why: string;
  readonly works: string;
  readonly path: string;
  readonly fixes: readonly Fix[];
} {
  const kernel = kernels.find(context.boot.kernel);
  if (kernel !== undefined && !kernel.knowsSoftReserved) {
    const edits = [{ op: 'set' as const, path: 'boot.kernel', value: NEWEST?.id }];
    return {
      why: `${kernel.title} knows neither E820 type 0xEFFFFFFF nor EFI_MEMORY_SP.`,
      works: 'Linux 5.5 or later.',
      path: 'boot.kernel',
      fixes: NEWEST === undefined ? [] : [{ title: `Plan for ${NEWEST.title}`, edits }],
    };
  }
  const found = parameterFix(context);
  return {
    why:
      found === undefined
        ? 'The kernel’s own changes to the table take it out.'
        : `${found.words.join(' ')} on the kernel’s command line changes what firmware said.`,
    works: 'A kernel command line without it.',
    path: 'boot.append',
    fixes: found === undefined ? [] : [found.fix],
  };
}

/** SPM that firmware hands on and Linux does not keep as such. */
export const spmUndone: LintRule = {
  id: 'linux/spm-undone',
  check(context) {
    if (isOnRam(context) || context.plan.linux === undefined || firmwareOf(context)?.softReserved !== 'kept') return [];
    const entries = softReserved(context).map((entry) => ({ entry, as: became(context, entry) }));
    return (['ram', 'gone'] as const).flatMap((as) => {
      const lost = entries.filter((each) => each.as === as).map(({ entry }) => entry);
      const [first] = lost;
      if (first === undefined) return [];
      const names = namesOf(context, lost);
      return [
        {
          code: 'linux/spm-undone',
          severity: 'warning' as const,
          what:
            as === 'ram'
              ? `Linux will use ${names} as ordinary RAM.`
              : `Linux will not see ${names} as memory for a driver.`,
          where: `${listed(lost.map(({ range }) => formatRange(range)))} of the guest.`,
          range: first.range,
          ...causeOf(context),
        },
      ];
    });
  },
};
