/** A layout as libvirt domain XML. What libvirt has no words for are arguments for QEMU, and what neither says is said. */
import { formatSize } from '../../base/size-text';
import { ok } from '../../base/result';
import type { MemoryDevice } from '../../devices/index';
import type { Backend, LayoutDocument, NumaNode } from '../../document/schema';
import { machineAliases } from '../../machines/index';
import { leftOut } from '../exports/left-out';
import type { Exporter } from '../format';
import { cellCpus } from './cell-cpus';
import type { IndexRange } from './domain';
import { domainArguments } from './domain-arguments';
import { partsOf, type SaidPart } from './domain-parts';
import { CACHE_LEVELS, isWholeMib, sourceOf } from './sayable';
import { UNTITLED } from './read-domain';
import { escaped } from './xml-tree';

const DEFAULT_SIZE = 2 ** 27;

/** Without `-m`, that of the machine's backend; a size of 0 is QEMU's default. */
const bootSize = ({ memory, machine, backends }: LayoutDocument): number =>
  (memory.size ?? backends.find(({ id }) => id === machine.memoryBackend)?.size) || DEFAULT_SIZE;

export const libvirtFile: Exporter = {
  id: 'libvirt-xml',
  title: 'libvirt domain XML',
  write(plan, whole) {
    const cells = cellsOf(whole);
    const initiators = new Set(cells.filter(({ cpus }) => cpus.length > 0).map(({ id }) => id));
    const { document, said } = partsOf(whole, plan, initiators);
    const args = domainArguments(document, said);
    const notes = notesOf(whole, said, cells, args);
    const lines = [
      ...(notes.length === 0 ? [] : ['<!--', ...notes.map((note) => `  ${note.replace(/--+/g, '-')}`), '-->']),
      `<domain type="kvm"${args.length > 0 ? ' xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"' : ''}>`,
      ...headLines(document, cells, said),
      ...cpuLines(document, cells, said),
      ...deviceLines(document, said),
      ...argumentLines(args),
      '</domain>',
      '',
    ];
    return ok({ fileName: 'domain.xml', mediaType: 'application/xml', content: lines.join('\n'), notes });
  },
};

/** A cell for each node; where memory can be plugged libvirt wants at least one. */
type NodeCell = Pick<NumaNode, 'id' | 'memdev'> & { readonly cpus: readonly IndexRange[] };

function cellsOf(document: LayoutDocument): readonly NodeCell[] {
  const { nodes, memory, devices } = document;
  if (nodes.length === 0) {
    const canGrow = (memory.maxmem ?? 0) > bootSize(document) || devices.some(({ kind }) => kind !== 'other');
    return canGrow ? [{ id: 0, cpus: cellCpus(document, 1)[0] ?? [] }] : [];
  }
  const last = nodes.reduce((most, { id }) => Math.max(most, id), 0);
  const cpus = cellCpus(document, last + 1);
  return Array.from({ length: Math.min(last, 127) + 1 }, (_, id) => {
    const node = nodes.find((each) => each.id === id);
    return { id, ...(node?.memdev === undefined ? {} : { memdev: node.memdev }), cpus: cpus[id] ?? [] };
  });
}

function cellBytes(document: LayoutDocument, { memdev }: Pick<NumaNode, 'memdev'>): number {
  if (document.nodes.length === 0) return bootSize(document);
  return document.backends.find(({ id }) => id === memdev)?.size ?? 0;
}

const sized = (bytes: number): readonly [unit: string, count: number] => {
  if (bytes % 1024 !== 0) return ['b', bytes];
  const kib = bytes / 1024;
  return kib % 1024 ** 2 === 0 && kib > 0
    ? ['GiB', kib / 1024 ** 2]
    : kib % 1024 === 0 && kib > 0
      ? ['MiB', kib / 1024]
      : ['KiB', kib];
};
const sizeElement = (name: string, bytes: number, more = ''): string => {
  const [unit, count] = sized(bytes);
  return `<${name}${more} unit="${unit}">${count}</${name}>`;
};

const backendOf = ({ backends }: LayoutDocument, id: string | undefined): Backend | undefined =>
  backends.find((backend) => backend.id === id);

function headLines(document: LayoutDocument, cells: readonly NodeCell[], said: SaidPart): readonly string[] {
  const { title, memory, machine, boot, smp } = document;
  const bootMemory =
    cells.length > 0 ? cells.reduce((sum, cell) => sum + cellBytes(document, cell), 0) : bootSize(document);
  const modules = [...said.modules].reduce((sum, index) => {
    const device = document.devices[index];
    return sum + (backendOf(document, device?.kind === 'other' ? undefined : device?.memdev)?.size ?? 0);
  }, 0);
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const slots = memory.slots === undefined ? '' : ` slots="${memory.slots}"`;
  const most = memory.maxmem ?? bootMemory + modules;
  const { cpus = 1, maxcpus = cpus } = said.smp ? smp : { cpus: 1, maxcpus: 1 };
  const machineName =
    machine.version === undefined
      ? machine.type
      : `${machineAliases.get(machine.type) ?? `${machine.type}-`}${machine.version}`;
  const firmware = boot.firmware === 'ovmf' || boot.firmware === 'ovmf-secboot' ? ' firmware="efi"' : '';
  return [
    `  <name>${name === '' ? UNTITLED : name}</name>`,
    ...(title === '' || /[\n\r]/.test(title) ? [] : [`  <title>${escaped(title)}</title>`]),
    ...((memory.maxmem ?? 0) <= bootSize(document) && said.modules.size === 0
      ? []
      : [`  ${sizeElement('maxMemory', Math.max(most, bootMemory + modules), slots)}`]),
    `  ${sizeElement('memory', bootMemory + modules)}`,
    ...backingLines(document, said),
    `  <vcpu placement="static"${maxcpus === cpus ? '' : ` current="${cpus}"`}>${maxcpus}</vcpu>`,
    `  <os${firmware}>`,
    `    <type arch="x86_64" machine="${escaped(machineName)}">hvm</type>`,
    ...(firmware === ''
      ? []
      : [
          '    <firmware>',
          `      <feature enabled="${boot.firmware === 'ovmf-secboot' ? 'yes' : 'no'}" name="secure-boot"/>`,
          '    </firmware>',
        ]),
    '  </os>',
    ...(machine.acpi === false ? [] : ['  <features>', '    <acpi/>', '  </features>']),
  ];
}

function backingLines(document: LayoutDocument, { backends }: SaidPart): readonly string[] {
  if (sourceOf(document) !== 'memfd') return [];
  const own = document.backends.filter(({ id, type }) => backends.has(id) && type === 'memfd');
  const access = own.every(({ share }) => share === true) ? ['    <access mode="shared"/>'] : [];
  return ['  <memoryBacking>', '    <source type="memfd"/>', ...access, '  </memoryBacking>'];
}

function cpuLines(document: LayoutDocument, cells: readonly NodeCell[], said: SaidPart): readonly string[] {
  const { cpu, smp } = document;
  const lines: string[] = [];
  const isNamed = said.cpu && cpu.model !== undefined;
  if (isNamed && cpu.model !== 'max') lines.push(`    <model fallback="forbid">${escaped(cpu.model ?? '')}</model>`);
  if (said.cpu && cpu.physBits !== undefined) lines.push(`    <maxphysaddr mode="emulate" bits="${cpu.physBits}"/>`);
  if (said.smp && smp.sockets !== undefined) {
    const dies = smp.dies === undefined || smp.dies === 1 ? '' : ` dies="${smp.dies}"`;
    lines.push(
      `    <topology sockets="${smp.sockets}"${dies} cores="${smp.cores ?? 1}" threads="${smp.threads ?? 1}"/>`,
    );
  }
  if (said.cpu) lines.push(...featureLines(document));
  if (cells.length > 0) lines.push(...numaLines(document, cells, said));
  if (lines.length === 0) return [];
  const mode = isNamed ? (cpu.model === 'max' ? ' mode="maximum"' : ' mode="custom" match="exact" check="none"') : '';
  return [`  <cpu${mode}>`, ...lines, '  </cpu>'];
}

function featureLines({ cpu }: LayoutDocument): readonly string[] {
  const settings = [
    ...(cpu.longMode === undefined ? [] : [`lm=${cpu.longMode ? 'on' : 'off'}`]),
    ...(cpu.x2apic === undefined ? [] : [`x2apic=${cpu.x2apic ? 'on' : 'off'}`]),
    ...cpu.features,
  ];
  return settings.map((setting) => {
    const isOff = setting.startsWith('-') || setting.endsWith('=off');
    const name = setting.replace(/^[+-]|=(?:on|off)$/g, '');
    return `    <feature policy="${isOff ? 'disable' : 'require'}" name="${escaped(name)}"/>`;
  });
}

function numaLines(document: LayoutDocument, cells: readonly NodeCell[], said: SaidPart): readonly string[] {
  return [
    '    <numa>',
    ...cells.flatMap((cell) => cellLines(document, cell, said)),
    ...(said.hmat && document.hmat.length > 0
      ? ['      <interconnects>', ...linkLines(document), '      </interconnects>']
      : []),
    '    </numa>',
  ];
}

function cellLines(document: LayoutDocument, cell: NodeCell, said: SaidPart): readonly string[] {
  const { id, cpus, memdev } = cell;
  const [unit, count] = sized(cellBytes(document, cell));
  const set = cpus.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
  const share = sourceOf(document) === 'memfd' ? backendOf(document, memdev)?.share : undefined;
  const access = share === undefined ? '' : ` memAccess="${share ? 'shared' : 'private'}"`;
  const open = `      <cell id="${id}"${set === '' ? '' : ` cpus="${set}"`} memory="${count}" unit="${unit}"${access}`;
  const inner = [
    ...(said.distances ? distanceLines(document, id) : []),
    ...(said.hmat ? cacheLines(document, id) : []),
  ];
  return inner.length === 0 ? [`${open}/>`] : [`${open}>`, ...inner, '      </cell>'];
}

function distanceLines({ distances }: LayoutDocument, node: number): readonly string[] {
  const own = distances.filter(({ from }) => from === node);
  if (own.length === 0) return [];
  const siblings = own.map(({ to, value }) => `          <sibling id="${to}" value="${value}"/>`);
  return ['        <distances>', ...siblings, '        </distances>'];
}

const ASSOCIATIVITY: Readonly<Record<string, string>> = { none: 'none', direct: 'direct', complex: 'full' };
const POLICY: Readonly<Record<string, string>> = {
  none: 'none',
  'write-back': 'writeback',
  'write-through': 'writethrough',
};

const cacheLines = ({ hmatCaches }: LayoutDocument, node: number): readonly string[] =>
  hmatCaches
    .filter((cache) => cache.node === node)
    .flatMap(({ level, associativity = 'none', policy = 'none', size, line = 0 }) => [
      `        <cache level="${level}" associativity="${ASSOCIATIVITY[associativity] ?? 'none'}" policy="${POLICY[policy] ?? 'none'}">`,
      `          <size value="${size / 1024}" unit="KiB"/>`,
      `          <line value="${line}" unit="B"/>`,
      '        </cache>',
    ]);

const linkLines = ({ hmat }: LayoutDocument): readonly string[] =>
  hmat.map(({ initiator, target, hierarchy, dataType, value }) => {
    const [access = 'access', what = 'latency'] = dataType.split('-');
    const level = CACHE_LEVELS.indexOf(hierarchy);
    const cache = level > 0 ? ` cache="${level}"` : '';
    const amount = what === 'latency' ? `value="${value}"` : `value="${value / 1024}" unit="KiB"`;
    return `        <${what} initiator="${initiator}" target="${target}"${cache} type="${access}" ${amount}/>`;
  });

function deviceLines(document: LayoutDocument, said: SaidPart): readonly string[] {
  const { machine, devices } = document;
  const hole =
    said.hole && machine.pciHole64Size !== undefined
      ? [
          `    <controller type="pci" index="0" model="${machine.type === 'q35' ? 'pcie-root' : 'pci-root'}">`,
          `      <pcihole64 unit="KiB">${machine.pciHole64Size / 1024}</pcihole64>`,
          '    </controller>',
        ]
      : [];
  const modules = devices.flatMap((device, index) =>
    device.kind === 'other' || !said.modules.has(index) ? [] : moduleLines(document, device),
  );
  const lines = [...hole, ...modules];
  return lines.length === 0 ? [] : ['  <devices>', ...lines, '  </devices>'];
}

const MODELS: Readonly<Record<string, string>> = { 'pc-dimm': 'dimm' };

function moduleLines(document: LayoutDocument, device: MemoryDevice): readonly string[] {
  const backend = backendOf(document, device.memdev);
  if (backend === undefined) return [];
  const isFile = backend.type === 'file';
  const access = backend.share === undefined ? '' : ` access="${backend.share ? 'shared' : 'private'}"`;
  const alias =
    device.id === undefined || !/^[\w-]+$/.test(device.id) ? undefined : device.id.replace(/^(?!ua-)/, 'ua-');
  const hasPmem = backend.extra?.['pmem'] === 'on';
  return [
    `    <memory model="${MODELS[device.kind] ?? device.kind}"${access}>`,
    ...(isFile
      ? [
          '      <source>',
          `        <path>${escaped(backend.path ?? '')}</path>`,
          ...(backend.align === undefined ? [] : [`        ${sizeElement('alignsize', backend.align)}`]),
          ...(hasPmem ? ['        <pmem/>'] : []),
          '      </source>',
        ]
      : []),
    ...targetLines(device, backend.size),
    ...(alias === undefined ? [] : [`      <alias name="${alias}"/>`]),
    ...addressLines(device),
    '    </memory>',
  ];
}

function targetLines(device: MemoryDevice, size: number): readonly string[] {
  const isDynamic = device.kind === 'virtio-mem' ? device.dynamicMemslots : undefined;
  const base = device.kind === 'virtio-mem' || device.kind === 'virtio-pmem' ? device.addr : undefined;
  return [
    `      <target${isDynamic === undefined ? '' : ` dynamicMemslots="${isDynamic ? 'yes' : 'no'}"`}>`,
    `        ${sizeElement('size', size)}`,
    ...(device.kind === 'virtio-pmem' ? [] : [`        <node>${device.node ?? 0}</node>`]),
    ...(device.kind === 'nvdimm' && device.labelSize !== undefined
      ? ['        <label>', `          ${sizeElement('size', device.labelSize)}`, '        </label>']
      : []),
    ...(device.kind === 'nvdimm' && device.unarmed === true ? ['        <readonly/>'] : []),
    ...(device.kind === 'virtio-mem'
      ? [
          `        ${sizeElement('block', device.blockSize ?? 2 ** 21)}`,
          `        ${sizeElement('requested', device.requestedSize ?? 0)}`,
        ]
      : []),
    ...(base === undefined ? [] : [`        <address base="0x${base.toString(16)}"/>`]),
    '      </target>',
  ];
}

function addressLines(device: MemoryDevice): readonly string[] {
  if (device.kind !== 'pc-dimm' && device.kind !== 'nvdimm') return [];
  const { slot, addr } = device;
  const isChosen = slot !== undefined && slot >= 0;
  if (!isChosen && addr === undefined) return [];
  const base = addr === undefined ? '' : ` base="0x${addr.toString(16)}"`;
  return [`      <address type="dimm"${isChosen ? ` slot="${slot}"` : ' slot="0"'}${base}/>`];
}

const argumentLines = (args: readonly string[]): readonly string[] =>
  args.length === 0
    ? []
    : [
        '  <qemu:commandline>',
        ...args.map((arg) => `    <qemu:arg value="${escaped(arg)}"/>`),
        '  </qemu:commandline>',
      ];

/** What libvirt has no words for, and what becomes of it. */
function notesOf(
  document: LayoutDocument,
  said: SaidPart,
  cells: readonly NodeCell[],
  args: readonly string[],
): readonly string[] {
  const { devices, nodes, machine, hmat, cpuAssignments } = document;
  const argued = devices.filter((device, index) => device.kind !== 'other' && !said.modules.has(index));
  const spm = argued.filter(({ kind }) => kind === 'sp-mem');
  const rest = argued.filter(({ kind }) => kind !== 'sp-mem');
  const names = (list: typeof devices): string => list.map((device) => device.id ?? device.kind).join(', ');
  const marked = nodes.filter(({ mark }) => mark !== undefined).map(({ id }) => id);
  const own = document.backends.filter(({ id }) => said.backends.has(id) && !isMadeAlike(document, id));
  const rounded = cells.filter((cell) => !isWholeMib(cellBytes(document, cell)));
  const size = bootSize(document);
  return [
    ...(spm.length > 0 ? [`libvirt has no model for specific-purpose memory: ${names(spm)} as QEMU arguments.`] : []),
    ...(rest.length > 0 ? [`What libvirt cannot say of these devices: ${names(rest)} as QEMU arguments.`] : []),
    ...(machine.cxlWindows.length > 0 ? ['libvirt has no model for CXL windows: they are QEMU arguments.'] : []),
    ...(args.length > 0
      ? ['<qemu:commandline> marks the domain as tainted, and libvirt does not count its memory in <memory>.']
      : []),
    ...(said.isPlaced && said.modules.size > 0
      ? ['Addresses and slots are those of the plan: QEMU plugs arguments before what libvirt gives as JSON.']
      : []),
    ...(nodes.length === 0 && cells.length > 0
      ? ['The layout has no NUMA node; libvirt needs one to plug memory: cell 0 has all of it.']
      : []),
    ...(marked.length > 0
      ? [`libvirt writes -numa node by itself: the mark of node ${marked.join(', ')} is not in it.`]
      : []),
    ...(nodes.some(({ id }, index) => id !== index)
      ? ['libvirt counts cells from 0: nodes are in that order, and those between them are empty.']
      : []),
    ...(cpuAssignments.length > 0 ? ['CPUs are in cells by their number, not by socket and core.'] : []),
    ...(hmat.length > 0 && !said.hmat
      ? ['What the HMAT says is in QEMU arguments; libvirt names no initiator then.']
      : []),
    ...(own.length > 0
      ? [`libvirt makes these backends in its own way, of the same size: ${own.map(({ id }) => id).join(', ')}.`]
      : []),
    ...(rounded.length > 0 || (cells.length === 0 && !isWholeMib(size))
      ? [
          `libvirt rounds boot memory up to whole MiB: ${rounded.map((cell) => `node ${cell.id} of ${formatSize(cellBytes(document, cell))}`).join(', ') || formatSize(size)}.`,
        ]
      : []),
    ...leftOut({
      ...document,
      boot:
        FIRMWARES.has(document.boot.firmware ?? '') &&
        document.boot.kernel === undefined &&
        document.boot.append === undefined
          ? {}
          : document.boot,
    }),
  ];
}

/** Firmware that `<os firmware="efi">` asks for. */
const FIRMWARES = new Set(['', 'ovmf', 'ovmf-secboot']);

function isMadeAlike(document: LayoutDocument, id: string): boolean {
  const backend = backendOf(document, id);
  if (backend === undefined) return true;
  const isDevice = document.devices.some((device) => device.kind !== 'other' && device.memdev === id);
  const { type, share, reserve, align, hugetlb, hugetlbSize, extra } = backend;
  const isBare = reserve === undefined && align === undefined && hugetlb === undefined && hugetlbSize === undefined;
  return (
    isDevice ||
    (isBare && extra === undefined && type === sourceOf(document) && (type === 'memfd' || share === undefined))
  );
}
