/** What to call the entities of a document where they have no name of their own. */
import type { HostRange, LayoutDocument } from '../core/document/schema';
import { lookOfE820 } from '../ui/kinds';

export { nameOfDevice } from '../app/device-names';

export const nameOfHostRange = (item: HostRange, index: number): string =>
  item.title ?? `${lookOfE820(item.type).title} ${index}`;

type Backend = LayoutDocument['backends'][number];
/** By name, of each list of backends that was asked: a layout of a thousand devices asks a thousand times. */
const namedIn = new WeakMap<readonly Backend[], ReadonlyMap<string, Backend>>();

function namesOf(backends: readonly Backend[]): ReadonlyMap<string, Backend> {
  // The first of a name is the one that is meant.
  const known = namedIn.get(backends) ?? new Map(backends.toReversed().map((each) => [each.id, each]));
  namedIn.set(backends, known);
  return known;
}

/** The backend that a device or node names, if the document has it. */
export const backendOf = ({ backends }: LayoutDocument, memdev: string | undefined): Backend | undefined =>
  memdev === undefined ? undefined : namesOf(backends).get(memdev);
