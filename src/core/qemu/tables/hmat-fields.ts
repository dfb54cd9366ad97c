/** What each byte of an HMAT means, for a dump with labels. */
import type { FileField } from '../../plan/plan';
import type { HmatLatencyBandwidth } from '../machine';
import type { AcceptedStartup } from './accepted';
import { ACPI_HEADER_BYTES, acpiHeaderFields, fieldsAt } from './acpi';
import { matrices, matrixNodes, withMemory, type MatrixNodes } from './hmat';

const PROXIMITY = [
  ['type, 0 proximity domain attributes', 2],
  ['reserved', 2],
  ['length', 4],
  ['flags', 2],
  ['reserved', 2],
  ['initiator domain', 4],
  ['memory domain', 4],
  ['reserved', 20],
] as const;

const MATRIX = [
  ['type, 1 latency and bandwidth', 2],
  ['reserved', 2],
  ['length', 4],
  ['hierarchy', 1],
  ['data type', 1],
  ['reserved', 2],
  ['number of initiators', 4],
  ['number of targets', 4],
  ['reserved', 4],
  ['base unit', 8],
] as const;

const CACHE = [
  ['type, 2 memory-side cache', 2],
  ['reserved', 2],
  ['length', 4],
  ['memory domain', 4],
  ['reserved', 4],
  ['cache size', 8],
  ['attributes', 4],
  ['reserved', 2],
  ['number of SMBIOS handles', 2],
] as const;

const lengthOf = (layout: readonly (readonly [string, number])[]): number =>
  layout.reduce((sum, [, length]) => sum + length, 0);

export function hmatFields(startup: AcceptedStartup): readonly FileField[] {
  const { numa } = startup;
  const fields = [...acpiHeaderFields(), { offset: ACPI_HEADER_BYTES, length: 4, label: 'reserved' }];
  let at = ACPI_HEADER_BYTES + 4;
  const add = (layout: readonly (readonly [string, number])[], owner: string) => {
    fields.push(...fieldsAt(at, layout, owner));
    at += lengthOf(layout);
  };
  for (const { id } of withMemory(numa)) add(PROXIMITY, `nodes.${id}`);
  for (const group of matrices(numa.latencyBandwidth))
    add([...MATRIX, ...matrixLayout(matrixNodes(startup), group)], 'hmat');
  for (let index = 0; index < numa.caches.length; index += 1) add(CACHE, 'hmatCaches');
  return fields;
}

function matrixLayout(
  { initiators, targets }: MatrixNodes,
  group: readonly HmatLatencyBandwidth[],
): (readonly [string, number])[] {
  if (group.length === 0) return [];
  return [
    ...initiators.map((id) => [`initiator ${id}`, 4] as const),
    ...targets.map((id) => [`target ${id}`, 4] as const),
    ...initiators.flatMap((from) => targets.map((to) => [`node ${from} to ${to}`, 2] as const)),
  ];
}
