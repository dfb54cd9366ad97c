/** What would move if something was changed, before it is changed. */
import type { Range } from '../base/range';
import type { Edit } from '../document/edit';
import type { LayoutDocument } from '../document/schema';
import type { RegionKind } from '../space/region';

/** A range that lies elsewhere, has another size, comes or goes. */
export interface Moved {
  readonly name: string;
  readonly kind: RegionKind;
  readonly before?: Range;
  readonly after?: Range;
}

export interface Preview {
  readonly starts: boolean;
  /** QEMU's words if it would refuse. */
  readonly error?: string;
  readonly bitsNeeded?: number;
  readonly bitsAvailable?: number;
  readonly moved: readonly Moved[];
  /** What else would be different, one sentence each. */
  readonly remarks: readonly string[];
}

export function preview(_document: LayoutDocument, edits: readonly Edit[]): Preview {
  throw new Error(`no preview of ${edits.length} edits`);
}
