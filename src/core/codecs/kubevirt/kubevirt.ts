/**
 * Reads the memory and CPU stanza of a KubeVirt VirtualMachine or VirtualMachineInstance, YAML or JSON, as the libvirt domain that
 * virt-launcher makes of it: memory and CPUs as converter/compute has them, memory hotplug as pkg/liveupdate/memory has it.
 */
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import { formatSize } from '../../base/size-text';
import { err, ok, type Result } from '../../base/result';
import type { FormatError, Imported, Importer } from '../format';
import { noBacking, type Domain, type OtherDevice, type Origin } from '../libvirt/domain';
import { asImported } from '../libvirt/libvirt-domain';
import { Reading } from '../libvirt/reading';
import { MIB, roundUp } from '../libvirt/size';
import { errorAt, tooLong } from '../text-place';
import { quantityOf } from './quantity';

const LOOKS_LIKE_IT = /(?:^|[\s{,"'])apiVersion["']?\s*:\s*["']?kubevirt\.io\//m;
const STANZA = /^\s*domain\s*:\s*$[\s\S]*^\s+(?:memory|cpu|resources)\s*:/m;
/** A stanza has some thousand characters; a parser of YAML takes its time. */
const LONGEST = 256 * 1024;
const HUGE_BLOCK = 2 ** 30;
const BLOCK = 2 ** 21;
const LEAST_PLUGGABLE = 2 ** 30;

const EXAMPLE =
  'apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nspec:\n  domain:\n    memory:\n      guest: 8Gi\n';

export const kubevirt: Importer = {
  id: 'kubevirt',
  title: 'KubeVirt VirtualMachine, YAML or JSON',
  does: 'Takes the place of the layout, as KubeVirt and libvirt would start QEMU.',
  example: EXAMPLE,

  sniff(text) {
    if (text.length > LONGEST || /^\s*</.test(text)) return 0;
    if (LOOKS_LIKE_IT.test(text)) return 0.985;
    return STANZA.test(text) ? 0.9 : 0;
  },

  read(text) {
    if (text.length > LONGEST) return err(tooLong(text, LONGEST));
    const stanza = Stanza.of(text);
    if (!stanza.ok) return stanza;
    const reading = new Reading(text);
    const domain = domainOf(stanza.value, reading);
    if (reading.fault !== undefined) return err(reading.fault);
    return domain === undefined ? err(noMemory(text)) : asDocument(reading, domain);
  },
};

function asDocument(reading: Reading, domain: Domain): Result<Imported, FormatError> {
  const read = asImported(reading, domain, true);
  return read.ok ? ok(read.value) : read;
}

const noMemory = (text: string): FormatError =>
  errorAt(text, 0, 1, {
    code: 'kubevirt/no-memory',
    message: 'No memory is said: neither spec.domain.memory.guest nor a request or limit for memory.',
    works: 'memory:\n  guest: 8Gi',
  });

/** A parsed text; values by path, each with its place. */
class Stanza {
  readonly #root: Node;

  private constructor(root: Node) {
    this.#root = root;
  }

  static of(text: string): Result<Stanza, FormatError> {
    const lines = new LineCounter();
    try {
      // Aliases are not followed: a few lines of them can stand for more than any memory holds.
      const parsed = parseDocument(
        text.replace(/^---.*$/m, (line) => ' '.repeat(line.length)),
        {
          lineCounter: lines,
          strict: false,
          uniqueKeys: false,
          logLevel: 'silent',
        },
      );
      const [fault] = parsed.errors;
      if (fault !== undefined) {
        const [first = ''] = fault.message.split('\n');
        return err(
          errorAt(text, fault.pos[0], 1, {
            code: 'kubevirt/yaml',
            message: `This is no YAML: ${first}`,
            works: EXAMPLE,
          }),
        );
      }
      const root = parsed.contents;
      if (root === null || !isMap(root)) return err(notOne(text));
      return ok(new Stanza(root));
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : '';
      return err(
        errorAt(text, 0, 1, { code: 'kubevirt/yaml', message: `This is no YAML: ${message}`, works: EXAMPLE }),
      );
    }
  }

  /** The node at the first path that leads anywhere. */
  node(...paths: readonly string[]): Node | undefined {
    for (const path of paths) {
      let at: unknown = this.#root;
      for (const key of path.split('.')) {
        at = isMap(at)
          ? at.items.find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key)?.value
          : undefined;
      }
      if (isMap(at) || isScalar(at) || isSeq(at)) return at;
    }
    return undefined;
  }

  value(...paths: readonly string[]): unknown {
    const node = this.node(...paths);
    return isScalar(node) ? node.value : undefined;
  }
}

const notOne = (text: string): FormatError =>
  errorAt(text, 0, 1, {
    code: 'kubevirt/nothing',
    message: 'There is no VirtualMachine in this text.',
    works: EXAMPLE,
  });

/** Where the domain of each kind of object is. */
const DOMAINS = ['spec.template.spec.domain', 'spec.domain', 'template.spec.domain', 'domain'];
const at = (path: string): readonly string[] => [...DOMAINS.map((domain) => `${domain}.${path}`), path];

const originOf = (node: Node | undefined): Origin => {
  const [start = 0, end = 1] = node?.range ?? [];
  return { start, length: Math.max(1, end - start) };
};

function domainOf(stanza: Stanza, reading: Reading): Domain | undefined {
  const guest = bytesAt(stanza, reading, ...at('memory.guest'));
  const requested = bytesAt(stanza, reading, ...at('resources.requests.memory'));
  const limit = bytesAt(stanza, reading, ...at('resources.limits.memory'));
  const total = guest ?? requested ?? limit;
  if (total === undefined) return undefined;
  if (guest === undefined) {
    reading.note(total.from, 'Without memory.guest, KubeVirt gives the guest what is requested for it, or its limit.');
  }
  const most = bytesAt(stanza, reading, ...at('memory.maxGuest'));
  const pages = bytesAt(stanza, reading, ...at('memory.hugepages.pageSize'));
  const largest = most !== undefined && most.bytes !== total.bytes ? most : undefined;
  if (largest !== undefined) checkHotplug(reading, total, largest, pages?.bytes);
  const vcpus = vcpusOf(stanza, reading);
  const isMemfd = pages !== undefined;
  const whole = roundUp(total.bytes, 1024);
  return {
    name: 'kubevirt',
    title: String(stanza.value('metadata.name') ?? ''),
    machine: String(stanza.value(...at('machine.type')) ?? 'q35').replace(/^pc-q35-rhel.*$/, 'q35'),
    acpi: true,
    ...firmwareOf(stanza),
    boot: [],
    ...cpuOf(stanza, reading),
    ...vcpus,
    total: { bytes: whole, from: total.from },
    ...(largest === undefined ? {} : { largest: { bytes: roundUp(largest.bytes, MIB), from: largest.from } }),
    backing: pages === undefined ? noBacking : { ...noBacking, source: 'memfd', pages: [{ size: pages.bytes }] },
    cells: isMemfd
      ? [
          {
            id: 0,
            cpus: [{ first: 0, last: vcpus.vcpus.most - 1 }],
            memory: roundUp(total.bytes, MIB),
            distances: [],
            caches: [],
            from: total.from,
          },
        ]
      : [],
    interconnects: [],
    modules: [],
    others: othersOf(stanza, reading),
    args: [],
    from: total.from,
  };
}

interface Quantity {
  readonly bytes: number;
  readonly from: Origin;
}

function bytesAt(stanza: Stanza, reading: Reading, ...paths: readonly string[]): Quantity | undefined {
  const node = stanza.node(...paths);
  if (!isScalar(node) || node.value === null) return undefined;
  const bytes = quantityOf(node.value);
  const from = originOf(node);
  if (bytes === undefined) {
    reading.refuse(
      from,
      `“${String(node.value).slice(0, 40)}” is no quantity of memory.`,
      'A quantity such as 8Gi, 512Mi or 8G.',
    );
    return undefined;
  }
  return { bytes, from };
}

/** ValidateLiveUpdateMemory: what KubeVirt asks of a machine whose memory may grow. */
function checkHotplug(reading: Reading, guest: Quantity, most: Quantity, pages: number | undefined): void {
  const block = pages === HUGE_BLOCK ? HUGE_BLOCK : BLOCK;
  const refuse = (from: Origin, words: string): void => {
    reading.refuse(
      from,
      `KubeVirt refuses this: ${words}`,
      `Multiples of ${formatSize(block)}, from ${formatSize(LEAST_PLUGGABLE)} on.`,
    );
  };
  if (guest.bytes > most.bytes) refuse(most.from, 'Guest memory is greater than the configured maxGuest memory');
  else if (guest.bytes % block !== 0) refuse(guest.from, `Guest memory must be ${formatSize(block)} aligned`);
  else if (most.bytes % block !== 0) refuse(most.from, `MaxGuest must be ${formatSize(block)} aligned`);
  else if (guest.bytes < LEAST_PLUGGABLE) {
    refuse(guest.from, 'Memory hotplug is only available for VMs with at least 1Gi of guest memory');
  } else {
    reading.note(
      most.from,
      `maxGuest leaves room for ${formatSize(most.bytes - guest.bytes)}. At the first change of memory.guest, KubeVirt plugs one virtio-mem device of that size on node 0, in blocks of ${formatSize(block)}; it is not there at boot (modelled after pkg/liveupdate/memory).`,
    );
  }
}

function vcpusOf(stanza: Stanza, reading: Reading): Pick<Domain, 'vcpus' | 'topology'> {
  const count = (name: string): number => {
    const value = Number(stanza.value(...at(`cpu.${name}`)) ?? 1);
    return Number.isSafeInteger(value) && value > 0 && value <= 4096 ? value : 1;
  };
  const [sockets, cores, threads] = [count('sockets'), count('cores'), count('threads')];
  const most = Math.max(sockets, count('maxSockets'));
  const from = originOf(stanza.node(...at('cpu')));
  if (stanza.node(...at('cpu.numa')) !== undefined) {
    reading.note(
      originOf(stanza.node(...at('cpu.numa'))),
      'guestMappingPassthrough makes a cell for each node of the host that the CPUs are pinned to, which the text does not say: one cell is assumed.',
    );
  }
  return {
    vcpus: { now: Math.min(sockets * cores * threads, 4096), most: Math.min(most * cores * threads, 4096), from },
    topology: { sockets: most, dies: 1, clusters: 1, cores, threads },
  };
}

function cpuOf(stanza: Stanza, reading: Reading): Pick<Domain, 'cpu'> {
  const node = stanza.node(...at('cpu.model'));
  const model = isScalar(node) ? String(node.value) : 'host-model';
  const from = originOf(node);
  if (model !== 'host-model' && model !== 'host-passthrough') return { cpu: { model, features: [], from } };
  reading.note(
    from,
    `${model} is the CPU of the host, which the text does not name: QEMU’s default model stands in for it. Its vendor and address bits decide the memory map; choose the model under CPU.`,
  );
  return {};
}

function firmwareOf(stanza: Stanza): Pick<Domain, 'firmware'> {
  const efi = stanza.node(...at('firmware.bootloader.efi'));
  if (efi === undefined) return {};
  return { firmware: stanza.value(...at('firmware.bootloader.efi.secureBoot')) === false ? 'ovmf' : 'ovmf-secboot' };
}

function othersOf(stanza: Stanza, reading: Reading): readonly OtherDevice[] {
  return ['gpus', 'hostDevices'].flatMap((list) => {
    const node = stanza.node(...at(`devices.${list}`));
    if (!isSeq(node)) return [];
    return node.items.slice(0, 64).flatMap((item, index) => {
      if (!isMap(item)) return [];
      const from = originOf(item);
      const name = String(item.get('deviceName') ?? '');
      reading.note(
        from,
        `${name.slice(0, 80)}: which device of the host that is, and the size of its BARs, is decided when it starts.`,
      );
      return [{ driver: 'vfio-pci', id: `${list === 'gpus' ? 'gpu' : 'hostdev'}${index}`, properties: {}, from }];
    });
  });
}
