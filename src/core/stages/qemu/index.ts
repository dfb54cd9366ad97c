/** What QEMU hands to firmware: the first boot stage, made from its start-up. */
import { fromLayers } from '../../space/layers';
import type { Partition } from '../../space/partition';
import type { Snapshot } from '../../plan/plan';
import { accepted } from '../../qemu/tables/accepted';
import { spaceLimit } from '../limit';
import type { Stage, StageContext } from '../stage';
import { deviceMemoryRegions, type DevicesThen } from './device-memory';
import { fixedRegions } from './fixed';
import { ramRegions } from './ram';
import { surenessOf } from './sureness';
import { tablesOf } from './tables';

/**
 * RAM first, then devices, then reserved areas: in a refused layout these can collide, and what is listed later gives way.
 *
 * @param then devices of a later moment in place of those of the start
 */
export function partitionOf(context: StageContext, then?: DevicesThen): Partition {
  const { map } = context.startup;
  const regions =
    map === undefined
      ? []
      : [...ramRegions(context, map), ...deviceMemoryRegions(context, map, then), ...fixedRegions(context, map)];
  return fromLayers(
    spaceLimit(context).space,
    regions.map((region) => ({ region })),
  );
}

export const qemuFile: Stage = {
  id: 'qemu',
  title: 'fw_cfg',
  appliesTo: () => true,
  run(_before, context): Snapshot {
    const cpu = partitionOf(context);
    const startup = accepted(context.startup);
    const tables = startup === undefined ? undefined : tablesOf(context, startup, cpu);
    return {
      id: 'boot',
      stage: 'qemu',
      title: 'fw_cfg',
      spaces: { cpu },
      ...(tables === undefined ? {} : { tables, e820: tables.e820 }),
      ...surenessOf(context.document.dialect),
    };
  },
};
