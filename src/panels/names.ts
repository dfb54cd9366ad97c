/** What to call the entities of a document where they have no name of their own. */
import type { HostRange, LayoutDocument } from '../core/document/schema';
import { lookOfE820 } from '../ui/kinds';

export { nameOfDevice } from '../app/device-names';

export const nameOfHostRange = (item: HostRange, index: number): string =>
  item.title ?? `${lookOfE820(item.type).title} ${index}`;

/** The backend that a device or node names, if the document has it. */
export const backendOf = (
  document: LayoutDocument,
  memdev: string | undefined,
): LayoutDocument['backends'][number] | undefined =>
  memdev === undefined ? undefined : document.backends.find(({ id }) => id === memdev);
