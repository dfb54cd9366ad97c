/** Which memory device a QEMU knows under a driver's name. */
import type { Dialect } from '../dialects/dialect';
import { behaviourOf } from '../devices/behaviours';
import type { DeviceBehaviour } from '../devices/behaviours/behaviour';
import { spmMemory8, spmMemory9 } from '../devices/behaviours/spm-memory';
import { deviceKinds, kindOfDriver } from '../devices/index';
import type { DeviceKind } from '../devices/kind';

export interface MemoryModel {
  readonly kind: DeviceKind;
  readonly behaviour: DeviceBehaviour;
}

/** @param dialect the newest release where none is given */
export function memoryModel(driver: string, dialect?: Dialect): MemoryModel | undefined {
  if (driver === 'spm-memory' && dialect?.spm === driver) {
    const kind = deviceKinds.find('sp-mem');
    return kind && { kind, behaviour: dialect.patch?.needsOwnNode === true ? spmMemory8 : spmMemory9 };
  }
  const kind = kindOfDriver(driver);
  return kind && { kind, behaviour: behaviourOf(kind) };
}

/** What a document's kind is called in one QEMU. */
export const driverOf = (kind: DeviceKind, { spm }: Pick<Dialect, 'spm'>): string =>
  kind.id === 'sp-mem' && spm === 'spm-memory' ? spm : kind.driver;
