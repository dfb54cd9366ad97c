/** The explanation of each code of a refusal or a warning. Texts follow the rules of QEMU 11.1. */
import { cpuExplanations } from './explanations/cpu';
import { cxlExplanations } from './explanations/cxl';
import { deviceExplanations } from './explanations/device';
import type { Explanation } from './explanations/explanation';
import { machineExplanations } from './explanations/machine';
import { markingExplanations } from './explanations/marking';
import { memoryExplanations } from './explanations/memory';
import { numaExplanations } from './explanations/numa';
import { objectExplanations } from './explanations/object';

export const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ...machineExplanations,
  ...memoryExplanations,
  ...cpuExplanations,
  ...numaExplanations,
  ...objectExplanations,
  ...deviceExplanations,
  ...cxlExplanations,
  ...markingExplanations,
};

/** Every option can be misspelt, and that is a code of its own for each: `boot/syntax`. They have one explanation. */
export const ANY_SYNTAX = 'option/syntax';

const FALLBACK: Explanation = {
  what: 'QEMU will not start with this setting.',
  why: 'QEMU’s own sentence says what it found.',
  works: 'Change or remove the setting that QEMU names.',
};

const FALLBACK_WARNING: Explanation = {
  what: 'QEMU starts, and warns.',
  why: 'QEMU’s own sentence says what it found.',
  works: 'The layout works as it is; change the setting that QEMU names to be rid of the warning.',
};

/** The code under which a code is explained; undefined for one that has a general explanation alone. */
export function explainedCode(code: string): string | undefined {
  if (Object.hasOwn(EXPLANATIONS, code)) return code;
  return code.endsWith('/syntax') ? ANY_SYNTAX : undefined;
}

/** The explanation of a refusal's or a warning's code; a general one where the code has none. */
export function explanationOf(code: string, severity: 'error' | 'warning'): Explanation {
  const known = EXPLANATIONS[explainedCode(code) ?? ''];
  return known ?? (severity === 'error' ? FALLBACK : FALLBACK_WARNING);
}
