/** Builds documents for tests and examples: `layout().ram('8G').dimm('4G').build()`. */
import { parseSize } from '../options/size';
import { readDocument } from './defaults';
import { FORMAT, type LayoutDocument } from './schema';

type Fields = Readonly<Record<string, unknown>>;
type Size = string | number;

interface Draft {
  readonly title: string;
  readonly machine: Fields;
  readonly cpu: Fields;
  readonly smp: Fields;
  readonly memory: Fields;
  readonly backends: readonly Fields[];
  readonly nodes: readonly Fields[];
  readonly devices: readonly Fields[];
  readonly events: readonly Fields[];
  /** Bytes of all memory devices, the least that `maxmem` must leave room for. */
  readonly deviceBytes: number;
  readonly dimms: number;
}

/** Each step gives a new builder. Sizes are QEMU's spellings (`4G`) or bytes; a wrong one throws, since a test has a mistake then. */
export class LayoutBuilder {
  readonly #draft: Draft;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  title(title: string): LayoutBuilder {
    return this.#with({ title });
  }

  machine(fields: Fields): LayoutBuilder {
    return this.#with({ machine: { ...this.#draft.machine, ...fields } });
  }

  cpu(model: string, fields: Fields = {}): LayoutBuilder {
    return this.#with({ cpu: { ...this.#draft.cpu, model, ...fields } });
  }

  smp(fields: Fields): LayoutBuilder {
    return this.#with({ smp: { ...this.#draft.smp, ...fields } });
  }

  /** `-m SIZE`; without `maxmem` and `slots`, `build` opens a window that just holds the devices. */
  ram(size: Size, fields: { readonly slots?: number; readonly maxmem?: Size } = {}): LayoutBuilder {
    const { slots, maxmem } = fields;
    return this.#with({
      memory: {
        ...this.#draft.memory,
        size: bytes(size),
        ...(slots === undefined ? {} : { slots }),
        ...(maxmem === undefined ? {} : { maxmem: bytes(maxmem) }),
      },
    });
  }

  /** The next node; with a size, backed by a backend of its own named `r0`, `r1`, … */
  node(size?: Size, fields: Fields = {}): LayoutBuilder {
    const id = this.#draft.nodes.length;
    if (size === undefined) return this.#with({ nodes: [...this.#draft.nodes, { id, ...fields }] });
    const memdev = `r${id}`;
    return this.backend(memdev, size).#with({ nodes: [...this.#draft.nodes, { id, memdev, ...fields }] });
  }

  backend(id: string, size: Size, fields: Fields = {}): LayoutBuilder {
    return this.#with({ backends: [...this.#draft.backends, { id, type: 'ram', size: bytes(size), ...fields }] });
  }

  dimm(size: Size, fields: Fields = {}): LayoutBuilder {
    return this.#device('pc-dimm', 'dimm', size, fields, 1);
  }

  nvdimm(size: Size, fields: Fields = {}): LayoutBuilder {
    return this.machine({ nvdimm: true }).#device('nvdimm', 'nv', size, fields, 1);
  }

  specificPurpose(size: Size, fields: Fields = {}): LayoutBuilder {
    return this.#device('sp-mem', 'sp', size, fields, 0);
  }

  virtioMem(size: Size, fields: Fields = {}): LayoutBuilder {
    return this.#device('virtio-mem', 'vm', size, { blockSize: 2 ** 21, ...fields }, 0);
  }

  virtioPmem(size: Size, fields: Fields = {}): LayoutBuilder {
    return this.#device('virtio-pmem', 'vp', size, fields, 0);
  }

  /** Any `-device` that is no memory device. */
  device(driver: string, fields: Fields = {}): LayoutBuilder {
    return this.#with({ devices: [...this.#draft.devices, { kind: 'other', driver, ...fields }] });
  }

  event(event: Fields): LayoutBuilder {
    return this.#with({ events: [...this.#draft.events, event] });
  }

  build(): LayoutDocument {
    const { deviceBytes, dimms, ...fields } = this.#draft;
    const { size = 2 ** 27, ...memory } = fields.memory;
    const window =
      deviceBytes > 0 ? { maxmem: Number(size) + deviceBytes, ...(dimms > 0 ? { slots: dimms } : {}) } : {};
    const read = readDocument({ format: FORMAT, ...fields, memory: { size, ...window, ...memory } });
    if (!read.ok) throw new Error(read.error.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    return read.value;
  }

  #device(kind: string, prefix: string, size: Size, fields: Fields, slots: number): LayoutBuilder {
    const ordinal = this.#draft.devices.filter((device) => device['kind'] === kind).length + 1;
    const id = typeof fields['id'] === 'string' ? fields['id'] : `${prefix}${ordinal}`;
    const backed = this.backend(`m-${id}`, size);
    return backed.#with({
      devices: [...this.#draft.devices, { kind, id, memdev: `m-${id}`, ...fields }],
      deviceBytes: this.#draft.deviceBytes + bytes(size),
      dimms: this.#draft.dimms + slots,
    });
  }

  #with(changes: Partial<Draft>): LayoutBuilder {
    return new LayoutBuilder({ ...this.#draft, ...changes });
  }
}

/** A builder that starts from a bare machine. */
export const layout = (machine = 'q35'): LayoutBuilder =>
  new LayoutBuilder({
    title: '',
    machine: { type: machine },
    cpu: {},
    smp: {},
    memory: {},
    backends: [],
    nodes: [],
    devices: [],
    events: [],
    deviceBytes: 0,
    dimms: 0,
  });

function bytes(size: Size): number {
  if (typeof size === 'number') return size;
  const parsed = parseSize(size);
  if (!parsed.ok) throw new Error(`${size} is no size`);
  return Number(parsed.value);
}
