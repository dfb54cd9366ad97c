/** Random guests that start: memory of every kind, CPUs, and the devices for which firmware keeps memory. */
import type { Random } from '../../random';
import type { FirmwareChoice } from './wish';

const VERSIONS = ['11.1', '11.1', '11.0', '10.0', '9.1', '8.2', '8.0', '7.2', '7.0', '6.1'] as const;
const MODELS = [
  'qemu64',
  'qemu64',
  'max',
  'EPYC',
  'kvm64',
  'Nehalem',
  'Skylake-Server',
  'qemu64,vendor=GenuineIntel',
  'qemu64,phys-bits=46',
] as const;
/** In MiB. */
const RAM = [256, 384, 512, 768, 1000, 1024, 1536, 2048, 2560, 2815, 2816, 3072, 3584, 4096, 6144] as const;
const SIZES = ['128M', '256M', '512M', '1G', '2G', '4G'] as const;

interface Draft {
  readonly random: Random;
  readonly words: string[];
  /** Backends and drives made so far: their names count up. */
  made: number;
}

function backend(draft: Draft, size: string): string {
  draft.made += 1;
  draft.words.push('-object', `memory-backend-ram,id=m${draft.made},size=${size},reserve=off`);
  return `m${draft.made}`;
}

function drive(draft: Draft): string {
  draft.made += 1;
  draft.words.push('-blockdev', `null-co,node-name=n${draft.made},size=67108864`);
  return `n${draft.made}`;
}

const device = (draft: Draft, text: string): void => {
  draft.words.push('-device', text);
};

/** One boot device, or something beside it, by how firmware finds it. */
const DEVICES: readonly [(draft: Draft) => void, ...((draft: Draft) => void)[]] = [
  (draft) => device(draft, `virtio-blk-pci,drive=${drive(draft)}`),
  (draft) => device(draft, `virtio-blk-pci,drive=${drive(draft)}`),
  (draft) => device(draft, `nvme,serial=s,drive=${drive(draft)}`),
  (draft) => device(draft, 'nvme,serial=s'),
  (draft) => {
    device(draft, 'virtio-scsi-pci');
    device(draft, `scsi-hd,drive=${drive(draft)}`);
  },
  (draft) => device(draft, 'virtio-scsi-pci'),
  (draft) => device(draft, 'pvscsi'),
  (draft) => {
    device(draft, 'qemu-xhci');
    for (let count = draft.random.below(4); count > 0; count -= 1) {
      device(draft, draft.random.pick(['usb-kbd', 'usb-tablet', 'usb-mouse', `usb-storage,drive=${drive(draft)}`]));
    }
  },
  (draft) => {
    device(draft, draft.random.pick(['usb-ehci', 'piix3-usb-uhci', 'pci-ohci']));
    if (draft.random.chance(0.7)) device(draft, draft.random.pick(['usb-kbd', 'usb-mouse', 'usb-tablet']));
  },
  (draft) => draft.words.push('-usb'),
  (draft) => device(draft, 'vmgenid'),
  (draft) => device(draft, 'virtio-net-pci'),
  (draft) => device(draft, 'e1000'),
  (draft) => device(draft, 'virtio-rng-pci'),
  (draft) => draft.words.push('-vga', 'std'),
];

/** A device model of which a machine takes one. */
const isSecond = (words: readonly string[], all: readonly string[]): boolean =>
  words.some((word) => ['vmgenid', '-usb', '-vga'].includes(word) && all.includes(word));

function addDevices(draft: Draft, isQ35: boolean): void {
  const { random } = draft;
  for (let count = random.pick([0, 1, 1, 2, 3, 4, 6]); count > 0; count -= 1) {
    const one: Draft = { random, words: [], made: draft.made };
    random.pick(DEVICES)(one);
    draft.made = one.made;
    if (!isSecond(one.words, draft.words)) draft.words.push(...one.words);
  }
  if (isQ35 && random.chance(0.25)) {
    for (let bus = random.below(3); bus >= 0; bus -= 1) device(draft, `ide-hd,bus=ide.${bus},drive=${drive(draft)}`);
  }
}

/** Nodes with RAM, the memory devices' nodes behind them. */
function addNodes(draft: Draft, megabytes: number, cpus: number): number {
  const { random } = draft;
  const withRam = megabytes % 2 === 0 && random.chance(0.4) ? 2 : 1;
  const empty = random.below(3);
  for (let id = 0; id < withRam + empty; id += 1) {
    const memory = id < withRam ? `,memdev=${backend(draft, `${megabytes / withRam}M`)}` : '';
    draft.words.push('-numa', `node,nodeid=${id}${id === 0 ? `,cpus=0-${cpus - 1}` : ''}${memory}`);
  }
  return withRam + empty;
}

function addMemoryDevices(draft: Draft, nodes: number, slots: number, nvdimm: boolean): void {
  const { random } = draft;
  let free = slots;
  for (let count = random.pick([0, 1, 2, 2, 3, 4]); count > 0; count -= 1) {
    const kind = random.pick(['sp-mem', 'sp-mem', 'sp-mem', 'pc-dimm', 'virtio-mem-pci', nvdimm ? 'nvdimm' : 'sp-mem']);
    if ((kind === 'pc-dimm' || kind === 'nvdimm') && free === 0) continue;
    if (kind === 'pc-dimm' || kind === 'nvdimm') free -= 1;
    const node = nodes > 0 ? `,node=${random.below(nodes)}` : '';
    device(draft, `${kind},memdev=${backend(draft, random.pick(SIZES))}${node}`);
  }
}

/** @param firmware OVMF takes long with many CPUs, and no USB, disk or display matters to it */
export function randomBoot(random: Random, firmware: FirmwareChoice): readonly string[] {
  const draft: Draft = { random, words: [], made: 0 };
  const isQ35 = random.chance(0.7);
  const version = random.chance(0.3) ? `-${random.pick(VERSIONS)}` : undefined;
  const type = version === undefined ? (isQ35 ? 'q35' : 'pc') : `${isQ35 ? 'pc-q35' : 'pc-i440fx'}${version}`;
  const hasWindow = random.chance(0.7);
  const nvdimm = hasWindow && random.chance(0.3);
  const low = random.chance(0.1) ? ',max-ram-below-4g=1G' : '';
  draft.words.push('-machine', `${type}${nvdimm ? ',nvdimm=on' : ''}${low}`);
  const megabytes = random.pick(RAM);
  const slots = random.below(5);
  draft.words.push(
    '-m',
    hasWindow ? `${megabytes}M,slots=${slots},maxmem=${random.pick([32, 64, 100])}G` : `${megabytes}M`,
  );
  if (random.chance(0.4)) draft.words.push('-cpu', random.pick(MODELS));
  const cpus = random.pick([1, 1, 1, 2, 4, firmware === 'ovmf' ? 6 : 8]);
  const sockets = firmware === 'seabios' && random.chance(0.3);
  if (cpus > 1) draft.words.push('-smp', sockets ? `${cpus},sockets=${cpus}` : `${cpus}`);
  const nodes = hasWindow && random.chance(0.6) ? addNodes(draft, megabytes, cpus) : 0;
  if (hasWindow) addMemoryDevices(draft, nodes, slots, nvdimm);
  addDevices(draft, isQ35);
  return random.chance(0.8) ? ['-nodefaults', ...draft.words] : draft.words;
}
