/** What `memmap=` and `mem=` do to the kernel's table, and the line of the log that each prints. */
import type { Kernel } from '../boot/kernel';
import type { Provenance } from '../space/region';
import type { TableEntry } from './entry';
import { spanOf } from './addresses';
import { typeWords } from './e820-types';
import { hexOf } from './log-text';
import { U64 } from './numbers';
import { removed, retyped } from './table-edit';

/** Addresses and sizes have 64 bits; `text` is the parameter, for reasons. */
export type TableChange =
  | { readonly do: 'clear'; readonly text: string }
  | {
      readonly do: 'add';
      readonly text: string;
      readonly start: bigint;
      readonly size: bigint;
      readonly type: number;
    }
  | {
      readonly do: 'retype';
      readonly text: string;
      readonly start: bigint;
      readonly size: bigint;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly do: 'remove';
      readonly text: string;
      readonly start: bigint;
      readonly size: bigint;
      /** All types, where absent. */
      readonly type?: number;
    };

export interface EditedTable {
  readonly table: readonly TableEntry[];
  /** Verbatim. */
  readonly log: readonly string[];
}

/** As the kernel prints it: an end that would pass 2^64 is drawn back. */
function printed(start: bigint, size: bigint): string {
  const most = U64 - 1n - start;
  return `[mem ${hexOf(start)}-${hexOf((start + (size > most ? most : size) - 1n + U64) % U64)}]`;
}

const reasonOf = (text: string, step: string): Provenance => ({
  rule: 'linux/parameter',
  steps: [{ text: `${text}: ${step}`, path: 'boot.append' }],
  cite: { project: 'linux', version: '7.2', place: 'arch/x86/kernel/e820.c, parse_memmap_one' },
});

function apply(table: readonly TableEntry[], change: TableChange, kernel: Kernel): EditedTable {
  const sure = kernel.recorded ? 'exact' : 'modelled';
  const words = (type: number): string => typeWords(kernel, type);
  if (change.do === 'clear') return { table: [], log: [] };
  const { start, size, text } = change;
  const span = spanOf(start, size);
  if (change.do === 'add') {
    const why = reasonOf(
      text,
      `the range is added as ${words(change.type)}; where entries overlap, the larger type number wins.`,
    );
    return { table: [...table, { range: span, type: change.type, sure, why }], log: [] };
  }
  if (change.do === 'retype') {
    const why = reasonOf(text, `${words(change.from)} in the range becomes ${words(change.to)}.`);
    return {
      table: retyped(table, span, change.from, change.to, { why, sure }),
      log: [`e820: update ${printed(start, size)} ${words(change.from)} ==> ${words(change.to)}`],
    };
  }
  const type = change.type === undefined ? '' : ` ${words(change.type)}`;
  return { table: removed(table, span, change.type), log: [`e820: remove ${printed(start, size)}${type}`] };
}

/** All changes in their order. The result is not sanitised. */
export function changed(table: readonly TableEntry[], changes: readonly TableChange[], kernel: Kernel): EditedTable {
  const log: string[] = [];
  let edited = table;
  for (const change of changes) {
    const step = apply(edited, change, kernel);
    edited = step.table;
    log.push(...step.log);
  }
  return { table: edited, log };
}
