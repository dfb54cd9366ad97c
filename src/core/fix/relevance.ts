/** Which settings a complaint is about: those that QEMU or the twin names come first. */
import { memdevOf } from '../document/device-names';
import { plugStepAt } from '../document/plugs';
import type { LayoutDocument } from '../document/schema';
import type { DocPath } from '../space/region';
import { namesIn } from './hints';
import type { Complaint } from './trial';

/** 3: of the option that QEMU complains about, or named outright; 2: beside them; 1: of the whole machine; 0: elsewhere. */
export type Tier = 0 | 1 | 2 | 3;

/** Longer lists are looked at only where they are named. */
const MOST_ITEMS = 24;
const OF_THE_MACHINE = /^(?:machine|cpu|memory|smp|ram|dialect)\b/;
/** What a step of a machine that runs can depend on, beside what it says itself. */
const OF_STEPS = /^(?:memory\.|machine\.(?:acpi|nvdimm)$)/;
const within = (path: DocPath, whole: DocPath): boolean => path === whole || path.startsWith(`${whole}.`);

export interface Relevance {
  readonly tierOf: (path: DocPath) => Tier;
  /** Whether an entry of a list is worth going into. */
  readonly wanted: (path: DocPath) => boolean;
}

/** Entities that the sentence names, and the backend of each device that it is about. */
function namedEntities(document: LayoutDocument, complaint: Complaint): ReadonlySet<DocPath> {
  const names = namesIn(complaint.words);
  const found = new Set<DocPath>();
  const look = (list: string, ids: readonly (string | undefined)[]): void => {
    for (const [index, id] of ids.entries()) if (id !== undefined && names.has(id)) found.add(`${list}.${index}`);
  };
  look(
    'backends',
    document.backends.map(({ id }) => id),
  );
  look(
    'objects',
    document.objects.map(({ id }) => id),
  );
  look(
    'devices',
    document.devices.map(({ id }) => id),
  );
  look(
    'options',
    document.options.map(({ name }) => name),
  );
  look(
    'globals',
    document.globals.map(({ property }) => property),
  );
  const backendOf = (memdev: string | undefined): void => {
    const index = memdev === undefined ? -1 : document.backends.findIndex(({ id }) => id === memdev);
    if (index >= 0) found.add(`backends.${index}`);
  };
  for (const path of [complaint.path ?? '', ...complaint.inputs]) {
    const [list, position = ''] = path.split('.');
    const device = list === 'devices' ? document.devices[Number(position)] : undefined;
    if (device !== undefined) backendOf(memdevOf(device));
    backendOf(plugStepAt(document, path)?.device.memdev);
    if (list === 'nodes' && position !== '') backendOf(document.nodes[Number(position)]?.memdev);
  }
  if (complaint.inputs.includes('nodes')) {
    for (const { memdev } of document.nodes.slice(0, MOST_ITEMS)) backendOf(memdev);
  }
  if (complaint.inputs.includes('machine.memoryBackend')) backendOf(document.machine.memoryBackend);
  return found;
}

export function relevanceOf(document: LayoutDocument, complaint: Complaint): Relevance {
  const own = [...(complaint.path === undefined ? [] : [complaint.path]), ...complaint.inputs];
  const exact = own.filter((path) => path.includes('.'));
  const whole = own.filter((path) => !path.includes('.'));
  const named = [...namedEntities(document, complaint)];
  const isOfStep = complaint.path?.startsWith('events.') === true;
  const tierOf = (path: DocPath): Tier => {
    if (exact.some((each) => within(path, each))) return 3;
    if (named.some((each) => within(path, each)) || whole.some((each) => within(path, each))) return 2;
    return (isOfStep ? OF_STEPS : OF_THE_MACHINE).test(path) ? 1 : 0;
  };
  const isShort = (list: string): boolean => {
    const items = document[list as keyof LayoutDocument];
    return !Array.isArray(items) || items.length <= MOST_ITEMS;
  };
  return {
    tierOf,
    wanted: (path) => {
      if (path === 'events') return own.some((each) => each.startsWith('events.'));
      const [list = '', position] = path.split('.');
      if (isShort(list) || exact.some((each) => within(path, each)) || named.some((each) => within(path, each))) {
        return list !== 'events' || exact.some((each) => within(path, each));
      }
      return whole.includes(list) && Number(position) < MOST_ITEMS;
    },
  };
}
