import type { LayoutDocument } from '../document/schema';
import type { AddressExplanation } from './explanation';

export function explainAddress(_document: LayoutDocument, address: number): AddressExplanation {
  throw new Error(`no explanation of ${address}`);
}
