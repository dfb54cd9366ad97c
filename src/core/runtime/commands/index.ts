/** QMP commands that change memory devices or tell of them. */
import { registry } from '../../base/registry';
import type { QmpCommand } from './command';
import { deviceAdd } from './device-add';
import { deviceDel } from './device-del';
import { objectAdd } from './object-add';
import { objectDel } from './object-del';
import { qomGet, qomSet } from './qom';
import { queryAcpiOspmStatus } from './query-acpi-ospm-status';
import { queryMemoryDevices } from './query-memory-devices';
import { queryMemorySizeSummary } from './query-memory-size-summary';
import { systemReset } from './system-reset';

export const qmpCommands = registry<QmpCommand>([
  objectAdd,
  objectDel,
  deviceAdd,
  deviceDel,
  qomGet,
  qomSet,
  queryMemoryDevices,
  queryMemorySizeSummary,
  queryAcpiOspmStatus,
  systemReset,
]);
