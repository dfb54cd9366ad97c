/** What things are called in a review: by it they are found again once they come back. */
import type { DocPath } from '../space/region';
import { valueAt } from './edit';
import { nameOf } from './list-matching';
import type { LayoutDocument } from './schema';

/** Lists whose items have names, with the word that tells them from devices of the same name. */
const NAMED = { devices: '', nodes: 'node ', backends: 'backend ', objects: 'object ' } as const;
type NamedList = keyof typeof NAMED;
const isNamedList = (list: string): list is NamedList => Object.hasOwn(NAMED, list);
export const NAMED_LISTS = Object.keys(NAMED) as readonly NamedList[];

const LONGEST = 256;

/** `sp1`, `node 2`, `backend r0`, `sp1 addr`, `step t2`; what has no name by its place: `host.ranges.3`. */
export function thingName(document: LayoutDocument, path: DocPath): string {
  const [list = '', index = '', ...field] = path.split('.');
  const behind = field.map((part) => ` ${part}`).join('');
  if (list === 'events' && index !== '') return `step t${Number(index) + 1}${behind}`.slice(0, LONGEST);
  const name = isNamedList(list) ? nameOf(valueAt(document, `${list}.${index}`)) : undefined;
  const text = name === undefined || !isNamedList(list) ? path : `${NAMED[list]}${String(name)}${behind}`;
  return text.slice(0, LONGEST);
}

/** Finds what has a name that `thingName` gives; undefined where nothing has, or several have. */
export function thingFinder(document: LayoutDocument): (name: string) => DocPath | undefined {
  const places = new Map<string, DocPath | undefined>();
  for (const list of NAMED_LISTS) {
    document[list].forEach((item, index) => {
      const name = nameOf(item);
      if (name === undefined) return;
      const full = `${NAMED[list]}${String(name)}`;
      places.set(full, places.has(full) ? undefined : `${list}.${index}`);
    });
  }
  return (name) => {
    const words = name.split(' ');
    for (let count = words.length; count > 0; count -= 1) {
      const thing = words.slice(0, count).join(' ');
      if (places.has(thing)) {
        const path = places.get(thing);
        return path === undefined ? undefined : [path, ...words.slice(count)].join('.');
      }
    }
    return undefined;
  };
}
