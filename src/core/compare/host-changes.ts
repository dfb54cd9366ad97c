/** The machine below, and the further ones that are to run the guest. */
import type { FleetHost, HostRange, LayoutDocument } from '../document/schema';
import { isSame, type Change } from './change';
import { fieldChanges } from './fields';
import { lengthChange, listChanges } from './listed';
import { address, e820Type, HOST, HOST_DAX, HOST_NODE, HOST_RANGE, plain, size } from './words';

type HostNode = LayoutDocument['host']['nodes'][number];
type HostDax = LayoutDocument['host']['dax'][number];

/** As it is printed, where such a range can be. */
const place = ({ start, size: bytes }: { readonly start: number; readonly size: number }): string =>
  bytes > 0 && start + bytes <= 2 ** 52
    ? `${address(start)}-${address(start + bytes - 1)}`
    : `${address(start)}+${plain(bytes)}`;

export function hostChanges({ host: before, fleet: were }: LayoutDocument, after: LayoutDocument): Change[] {
  const { host, fleet } = after;
  return [
    ...fieldChanges(before, host, {
      group: 'host',
      path: 'host',
      table: HOST,
      but: ['ranges', 'nodes', 'resources', 'dax'],
    }),
    ...listChanges<HostRange>(before.ranges, host.ranges, {
      group: 'host',
      path: 'host.ranges',
      names: [
        (range) => `${range.start} ${range.size} ${range.type}`,
        ({ start, type }) => `${start} ${type}`,
        ({ start }) => String(start),
      ],
      title: ({ item }) => place(item),
      words: (range) =>
        [
          e820Type(range.type),
          size(range.size),
          ...(range.node === undefined ? [] : [`node ${range.node}`]),
          ...titleOf(range),
        ].join(', '),
      table: HOST_RANGE,
    }),
    ...listChanges<HostNode>(before.nodes, host.nodes, {
      group: 'host',
      path: 'host.nodes',
      names: [({ id }) => String(id)],
      title: ({ item }) => `Host node ${item.id}`,
      words: (node) =>
        [
          node.size === undefined ? 'size unknown' : size(node.size),
          ...(node.cpus === undefined ? [] : [node.cpus === '' ? 'no CPUs' : `CPUs ${plain(node.cpus)}`]),
        ].join(', '),
      table: HOST_NODE,
    }),
    ...listChanges<HostDax>(before.dax, host.dax, {
      group: 'host',
      path: 'host.dax',
      names: [({ name }) => name],
      title: ({ item }) => item.name,
      words: (dax) => `${size(dax.size)} dax device`,
      table: HOST_DAX,
    }),
    ...(isSame(before.resources, host.resources)
      ? []
      : [
          lengthChange(before.resources, host.resources, {
            group: 'host',
            what: 'Lines of /proc/iomem',
            path: 'host.resources',
          }),
        ]),
    ...listChanges<FleetHost>(were, fleet, {
      group: 'host',
      path: 'fleet',
      names: [({ title, physBits }) => `${title ?? ''} ${physBits}`, ({ title }) => title],
      title: ({ item, index }) => item.title ?? `Further host ${index + 1}`,
      words: ({ physBits }) => `${physBits} address bits`,
      table: { physBits: { label: 'address bits' } },
    }),
  ];
}

const titleOf = ({ title }: HostRange): readonly string[] => (title === undefined ? [] : [title]);
