/** What a layout that was read has in it, for texts whose readers keep no account of their own. */
import { countText } from '../../core/base/count-text';
import { nearSize } from '../../core/base/near-size';
import type { LayoutDocument } from '../../core/document/schema';

/** `4 GiB of boot RAM, 2 memory devices, 2 memory backends (16 GiB)`; empty for a machine and nothing else. */
export function documentFacts(document: LayoutDocument): string {
  const { backends, devices, nodes, events, globals, host, memory, objects, options } = document;
  const memoryDevices = devices.filter(({ kind }) => kind !== 'other').length;
  const bytes = backends.reduce((sum, { size }) => sum + size, 0);
  const several = (count: number, one: string, many = `${one}s`): readonly string[] =>
    count === 0 ? [] : [`${countText(count)} ${count === 1 ? one : many}`];
  return [
    ...(memory.size === undefined ? [] : [`${nearSize(memory.size)} of boot RAM`]),
    ...several(memoryDevices, 'memory device'),
    ...several(backends.length, 'memory backend').map((words) =>
      bytes <= Number.MAX_SAFE_INTEGER ? `${words} (${nearSize(bytes)})` : words,
    ),
    ...several(nodes.length, 'NUMA node'),
    ...several(host.ranges.length, 'range of the host', 'ranges of the host'),
    ...several(events.length, 'step'),
    ...several(devices.length - memoryDevices, 'other device'),
    ...several(
      options.length + objects.length + globals.length,
      'other option kept as it is',
      'other options kept as they are',
    ),
  ].join(', ');
}
