/** What of a region can be taken hold of. */
import { canHaveAddress, canHaveSize } from '../core/document/extent';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import type { DocPath, Region } from '../core/space/region';
import { regionsOf } from './plan-regions';

/** What is held: the whole, or the edge at its lowest or highest address. */
export type Handle = 'body' | 'start' | 'end';

/** Whether a path is that of an entity or of a field of it. */
const isOf = (path: DocPath, entity: DocPath): boolean => path === entity || path.startsWith(`${entity}.`);

/** The highest region that belongs to a path. */
export const regionOf = (plan: Plan | undefined, path: DocPath): Region | undefined =>
  regionsOf(plan).findLast(({ owner }) => owner !== undefined && isOf(path, owner));

/**
 * What of a region can be held: all of a device that can ask for an address; of RAM the end, where it ends and not where only the
 * hole below 4 GiB begins; of the window its end.
 */
export function handlesOf(document: LayoutDocument, plan: Plan | undefined, region: Region): readonly Handle[] {
  const { owner, kind } = region;
  if (owner === undefined) return [];
  const resizable = canHaveSize(document, owner);
  if (canHaveAddress(document, owner)) return resizable ? ['body', 'start', 'end'] : ['body'];
  const isLast = !regionsOf(plan).some(
    (other) => other.owner === owner && other.kind === kind && other.range.start > region.range.start,
  );
  const endsTheWindow = kind === 'device-memory-window' && plan?.window?.range.end === region.range.end;
  return resizable && isLast && (kind === 'ram' || endsTheWindow) ? ['end'] : [];
}
