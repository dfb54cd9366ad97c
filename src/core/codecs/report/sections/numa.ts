/** Proximity domains, memory devices and nodes. */
import { size } from '../../../base/range';
import { formatAddress, formatSize } from '../../../base/size-text';
import { nameOfDevice } from '../../../document/device-names';
import type { LayoutDocument } from '../../../document/schema';
import type { MemoryDeviceRow, Plan } from '../../../plan/plan';
import { cpusByNode, flagWords, memoryOf } from '../../../rows/srat-rows';
import { code, left, NONE, right, text, type Block, type Section, type Table } from '../report';

export function srat(plan: Plan): Section | undefined {
  const entries = plan.snapshots[0]?.tables?.srat ?? [];
  if (entries.length === 0) return undefined;
  const cpus = cpusByNode(entries);
  const blocks: readonly Block[] = [
    {
      kind: 'table',
      table: {
        caption: 'SRAT memory affinity, table order',
        columns: [left('PXM'), right('Start'), right('End, inclusive'), right('Size'), left('Flags')],
        rows: memoryOf(entries).map((entry) => [
          text(entry.node),
          ...(entry.size === 0
            ? [NONE, NONE, text(0)]
            : [
                code(formatAddress(entry.start)),
                code(formatAddress(entry.start + entry.size - 1)),
                text(formatSize(entry.size)),
              ]),
          text(flagWords(entry.flags)),
        ]),
      },
    },
    ...(cpus.length === 0
      ? []
      : [
          {
            kind: 'terms',
            items: cpus.map(({ node, apicIds }) => [`CPUs of PXM ${node}`, `APIC id ${apicIds}`] as const),
          } as const,
        ]),
  ];
  return { id: 'srat', title: 'SRAT', blocks };
}

/** As the page's table has them: name, place and backend of each. */
const deviceCells = (row: MemoryDeviceRow) => [
  text(`${row.id ?? '(no id)'} ${row.type}`),
  code(formatAddress(row.range.start)),
  text(formatSize(size(row.range))),
  text(row.node),
  row.slot === undefined ? NONE : text(row.slot),
  code(row.memdev),
];

export function memoryDevices(plan: Plan): Section | undefined {
  const rows = plan.snapshots[0]?.tables?.memoryDevices ?? [];
  if (rows.length === 0) return undefined;
  return {
    id: 'devices',
    title: 'Memory devices',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: 'Memory devices, as query-memory-devices lists them',
          columns: [left('Device'), right('Address'), right('Size'), left('Node'), left('Slot'), left('Backend')],
          rows: rows.map(deviceCells),
        },
      },
    ],
  };
}

/** Bytes of memory that a node has at boot; undefined where QEMU shares the RAM out. */
function bootMemory(document: LayoutDocument, index: number): number | undefined {
  const node = document.nodes[index];
  if (node?.memdev === undefined) return undefined;
  return document.backends.find(({ id }) => id === node.memdev)?.size;
}

/** What the layout puts on a node, whether QEMU starts or not; QEMU's default is node 0. */
const devicesOn = ({ devices }: LayoutDocument, node: number): string =>
  devices
    .map((device, index) => ({ device, name: nameOfDevice(device, index) }))
    .filter(({ device }) => device.kind !== 'other' && ('node' in device ? (device.node ?? 0) : 0) === node)
    .map(({ name }) => name)
    .join(', ');

export function nodes(document: LayoutDocument, plan: Plan): Section | undefined {
  if (document.nodes.length === 0) return undefined;
  const cpus = new Map(cpusByNode(plan.snapshots[0]?.tables?.srat ?? []).map(({ node, apicIds }) => [node, apicIds]));
  const blocks: readonly Block[] = [
    {
      kind: 'table',
      table: {
        caption: 'Nodes of the layout',
        columns: [left('Node'), left('CPUs by APIC id'), right('Memory at boot'), left('Memory devices')],
        rows: document.nodes.map((node, index) => {
          const bytes = bootMemory(document, index);
          const apicIds = cpus.get(node.id);
          const devices = devicesOn(document, node.id);
          return [
            text(node.id),
            apicIds === undefined ? NONE : text(apicIds),
            bytes === undefined ? NONE : text(formatSize(bytes)),
            devices === '' ? NONE : text(devices),
          ];
        }),
      },
    },
  ];
  const distances = distanceTable(plan);
  return {
    id: 'nodes',
    title: 'NUMA nodes',
    blocks: [...blocks, ...(distances === undefined ? [] : [{ kind: 'table', table: distances } as const])],
  };
}

/** More nodes than this make a table that no page holds. */
const MOST_NODES = 32;
const SLIT_HEAD = 44;

/** As the bytes of the SLIT have them: those that were given and those that QEMU filled in. */
function distanceTable(plan: Plan): Table | undefined {
  const bytes = plan.snapshots[0]?.tables?.files.find(({ name }) => name === 'SLIT')?.bytes;
  const count = bytes === undefined ? 0 : Math.floor(Math.sqrt(bytes.length - SLIT_HEAD));
  if (bytes === undefined || count === 0 || count > MOST_NODES) return undefined;
  const ids = Array.from({ length: count }, (_, index) => index);
  return {
    caption: 'Distances of the SLIT, from the node of the row to that of the column',
    columns: [left('Node'), ...ids.map((id) => right(String(id)))],
    rows: ids.map((from) => [text(from), ...ids.map((to) => text(bytes[SLIT_HEAD + from * count + to] ?? 0))]),
  };
}
