/** The SPM of a layout, as its rules look at it. */
import { firmwares } from '../../boot/firmwares';
import type { Firmware } from '../../boot/firmware';
import { deviceKinds } from '../../devices/index';
import type { E820Entry } from '../../plan/plan';
import type { LintContext } from '../rule';
import { listed, nameOf } from './naming';

const SOFT_RESERVED = deviceKinds.find('sp-mem')?.e820Type;

/** What QEMU announces as soft reserved, in file order. */
export const softReserved = ({ plan }: LintContext): readonly E820Entry[] =>
  plan.snapshots[0]?.tables?.e820.filter(({ type }) => type === SOFT_RESERVED) ?? [];

/** Those of them that are devices; the others are boot memory that a patch marked. */
export const spmDevices = (context: LintContext): readonly E820Entry[] =>
  softReserved(context).filter(({ owner }) => owner?.startsWith('devices.') === true);

/** A patch put them on top of RAM entries, and what comes of that is told of the table. */
export const isOnRam = ({ startup }: LintContext): boolean =>
  startup.marking?.marks.some(({ outcome }) => outcome === 'appended') === true;

/** The firmware that the layout is planned for; undefined for one that is not known. */
export const firmwareOf = ({ boot }: LintContext): Firmware | undefined => firmwares.find(boot.firmware);

/** `sp1`, `sp1, sp2 and sp3`. */
export const namesOf = ({ document }: LintContext, owners: readonly { readonly owner?: string }[]): string =>
  listed(owners.map(({ owner }) => nameOf(document, owner)));
