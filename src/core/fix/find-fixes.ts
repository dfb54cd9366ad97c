import type { LayoutDocument } from '../document/schema';
import type { FixSearch, Wanted } from './found-fix';

// eslint-disable-next-line require-yield
export function* findFixes(_document: LayoutDocument, finding: Wanted): Generator<number, FixSearch> {
  throw new Error(`no fixes for ${finding.code}`);
}
