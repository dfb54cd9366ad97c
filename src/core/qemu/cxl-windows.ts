/** `-machine cxl-fmw.N.…`: fixed memory windows of CXL. */
import { err, ok, type Result } from '../base/result';
import type { KeyvalObject, KeyvalValue } from '../options/keyval';
import { inPropertyOrder } from '../options/property-order';
import { parseSize } from '../options/size';
import { expectsText, missingParameter, unexpectedParameter } from '../options/texts';
import type { CxlWindowRequest } from './machine';

/** The windows as far as they could be read, and why QEMU refuses them. */
export interface CxlWindowsOutcome {
  readonly windows: readonly CxlWindowRequest[];
  readonly refused?: { readonly code: string; readonly text: string };
}

const SIZE_STEP = 256n * 2n ** 20n;
const GRANULARITIES: readonly bigint[] = [256n, 512n, 1024n, 2048n, 4096n, 8192n, 16384n];
const KEYS = ['size', 'interleave-granularity', 'targets'];

const wrongType = (name: string, expected: string): string =>
  `Invalid parameter type for '${name}', expected: ${expected}`;

function readSize(window: KeyvalObject, key: string, name: string): Result<bigint | undefined, string> {
  const value = window.get(key);
  if (value === undefined) return ok(undefined);
  if (typeof value !== 'string') return err(`Parameters '${name}.*' are unexpected`);
  const size = parseSize(value);
  return size.ok ? size : err(expectsText(name, 'size'));
}

function readTargets(value: KeyvalValue | undefined, name: string): Result<string[], string> {
  if (value === undefined) return err(missingParameter(name));
  if (!Array.isArray(value)) return err(wrongType(name, 'array'));
  const targets: string[] = [];
  for (const [index, target] of value.entries()) {
    if (typeof target !== 'string') return err(`Parameters '${name}.${index}.*' are unexpected`);
    targets.push(target);
  }
  return ok(targets);
}

function readWindow(value: KeyvalValue, index: number): Result<CxlWindowRequest, string> {
  const name = `cxl-fmw.${index}`;
  if (!(value instanceof Map)) return err(wrongType(name, 'object'));
  const size = readSize(value, 'size', `${name}.size`);
  if (!size.ok) return size;
  if (size.value === undefined) return err(missingParameter(`${name}.size`));
  const granularity = readSize(value, 'interleave-granularity', `${name}.interleave-granularity`);
  if (!granularity.ok) return granularity;
  const targets = readTargets(value.get('targets'), `${name}.targets`);
  if (!targets.ok) return targets;
  const unknown = inPropertyOrder(value.keys()).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return err(unexpectedParameter(`${name}.${unknown}`));
  return ok({
    targets: targets.value,
    size: size.value,
    ...(granularity.value === undefined ? {} : { granularity: granularity.value }),
  });
}

/** Every window's syntax first, then what the windows may be (cxl_fixed_memory_window_config). */
export function readCxlWindows(value: KeyvalValue): CxlWindowsOutcome {
  const syntax = (text: string): CxlWindowsOutcome => ({ windows: [], refused: { code: 'cxl/syntax', text } });
  if (!Array.isArray(value)) return syntax(wrongType('cxl-fmw', 'array'));
  const windows: CxlWindowRequest[] = [];
  for (const [index, entry] of value.entries()) {
    const window = readWindow(entry, index);
    if (!window.ok) return syntax(window.error);
    windows.push(window.value);
  }
  for (const { size, granularity } of windows) {
    if (size % SIZE_STEP !== 0n) {
      const text = 'Size of a CXL fixed memory window must be a multiple of 256MiB';
      return { windows, refused: { code: 'cxl/window-size', text } };
    }
    if (granularity !== undefined && !GRANULARITIES.includes(granularity)) {
      return { windows, refused: { code: 'cxl/granularity', text: `Interleave granularity: ${granularity} invalid` } };
    }
  }
  return { windows };
}
