/** Why there is no file, where several formats say the same. */
import { err, type Result } from '../../base/result';
import type { Plan } from '../../plan/plan';
import type { FormatError } from '../format';

/** @param what the file that there is none of: `etc/e820` */
export function doesNotStart(what: string, { verdict }: Plan): Result<never, FormatError> {
  return err({
    code: 'export/does-not-start',
    message: `There is no ${what}: QEMU does not start with this layout: ${verdict.error ?? ''}`,
    works: 'A layout that starts; the verdict says what is in the way.',
  });
}
