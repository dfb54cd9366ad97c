import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMachine } from '../machines/index';
import { checkTargets } from './affinity';
import {
  parseDevice,
  plugDevices,
  plugOne,
  type DeviceContext,
  type DeviceRequest,
  type GlobalSetting,
} from './devices';
import type { MachineOptions, Option } from './machine';
import { createObjects, parseObject, type ObjectRequest } from './objects';

const MiB = 0x100000n;
const GiB = 0x40000000n;

interface Setting {
  readonly machine?: string;
  readonly options?: Partial<MachineOptions>;
  readonly ram?: bigint;
  readonly maxram?: bigint;
  readonly slots?: bigint;
  readonly nodes?: number;
  readonly globals?: readonly GlobalSetting[];
}

const option = (name: string, text: string): Option => ({ name, text, word: 0, prefix: `-${name} ${text}: ` });

function requestOf(text: string, seen = new Set<string>(), index = 0): DeviceRequest {
  const parsed = parseDevice(option('device', text), index, seen);
  if (!parsed.ok) throw new Error(parsed.error.text);
  return parsed.value;
}

function objectsOf(texts: readonly string[]) {
  const seen = new Set<string>();
  const requests: ObjectRequest[] = texts.map((text, index) => {
    const parsed = parseObject(option('object', text), index, seen);
    if (!parsed.ok) throw new Error(parsed.error.text);
    return parsed.value;
  });
  return createObjects(requests);
}

function contextOf(objects: readonly string[], setting: Setting): DeviceContext {
  const { ram = 4n * GiB, maxram = 20n * GiB, slots = 4n, nodes = 1, globals = [] } = setting;
  const version = findMachine(setting.machine ?? 'q35');
  if (version === undefined) throw new Error('no such machine');
  const { family } = version;
  const { below, above } = family.split(ram, 0n);
  const start = 4n * GiB;
  const created = objectsOf(objects);
  const windowed = family.hasDeviceMemory && maxram > ram;
  return {
    machine: {
      version,
      acpi: true,
      nvdimm: false,
      hmat: false,
      cxl: false,
      cxlWindows: [],
      maxRamBelow4g: 0n,
      pciHole64Size: 0n,
      pcie: false,
      rtc: true,
      smbios32: false,
      memoryHotplugSupport: true,
      ...setting.options,
    },
    memory: { ram, maxram, slots },
    map: {
      below,
      above,
      start,
      hyperTransportReserved: false,
      moved: false,
      ...(windowed ? { deviceMemory: { base: start + above, size: maxram - ram + slots * GiB } } : {}),
      hole64: { base: 0n, size: 0n },
      maxGuestAddress: 0n,
      limit: 0n,
    },
    numa: {
      nodes: Array.from({ length: nodes }, (_, id) => ({ id, size: 0n, hasCpus: true })),
      automatic: true,
      cpuNode: [0],
      latencyBandwidth: [],
      caches: [],
    },
    backends: created.backends,
    globals,
    objectNames: created.names,
  };
}

function plug(objects: readonly string[], devices: readonly string[], setting: Setting = {}) {
  const context = contextOf(objects, setting);
  const seen = new Set<string>();
  const plugged = plugDevices(
    context,
    devices.map((text, index) => requestOf(text, seen, index)),
  );
  const at = Object.fromEntries(plugged.devices.map(({ ordinal, address }) => [ordinal, `0x${address.toString(16)}`]));
  return {
    context,
    plugged,
    at,
    refused: plugged.refusals.map(({ text }) => text),
    warned: plugged.warnings.map(({ text }) => text),
  };
}

const ram = (...sizes: readonly string[]): readonly string[] =>
  sizes.map((size, index) => `memory-backend-ram,id=m${index},size=${size}`);

describe('where devices go', () => {
  it('leaves no room between two halves, and says so (fragmentation)', () => {
    const objects = ram('1G', '1G');
    const setting = { maxram: 6n * GiB, slots: 0n };
    const bad = plug(objects, ['sp-mem,id=sp0,memdev=m0,addr=0x1a0000000', 'sp-mem,id=sp1,memdev=m1'], setting);
    expect(bad.refused).toEqual([
      '-device sp-mem,id=sp1,memdev=m1: could not find position in guest address space for memory device - memory fragmented due ' +
        'to alignments',
    ]);
    const good = plug(objects, ['sp-mem,id=sp0,memdev=m0,addr=0x180000000', 'sp-mem,id=sp1,memdev=m1'], setting);
    expect(good).toMatchObject({ refused: [], at: { 0: '0x180000000', 1: '0x1c0000000' } });
  });

  it.each([
    ['sp-mem,memdev=m1,addr=0x180001000', 'address must be aligned to 0x200000 bytes'],
    ['sp-mem,memdev=m1,addr=0x1a0000000', "address range conflicts with memory device id='sp0'"],
    ['sp-mem,memdev=m2', 'backend memory size must be multiple of 0x200000'],
    [
      'sp-mem,memdev=m1,addr=0x80000000',
      "can't add memory device [0x80000000:0x40000000], usable range for memory devices [0x180000000:0x500000000]",
    ],
    ['sp-mem,memdev=m1,node=1', "'node' property value 1 exceeds the number of NUMA nodes (1)"],
  ])('refuses %s', (text, words) => {
    const { refused } = plug(ram('1G', '1G', '3M'), ['sp-mem,id=sp0,memdev=m0', text]);
    expect(refused).toEqual([`-device ${text}: ${words}`]);
  });

  it('places what stands behind a refused device', () => {
    const { at, refused } = plug(ram('1G', '1G'), [
      'pc-dimm,memdev=m0',
      'pc-dimm,memdev=m0',
      'pc-dimm,memdev=m1,id=last',
    ]);
    expect(at).toEqual({ 0: '0x180000000', 2: '0x1c0000000' });
    expect(refused).toEqual(["-device pc-dimm,memdev=m0: can't use already busy memdev: m0"]);
  });

  it('takes devices given as JSON last', () => {
    const { at } = plug(ram('1G', '1G'), ['{"driver":"pc-dimm","memdev":"m0"}', 'pc-dimm,memdev=m1']);
    expect(at).toEqual({ 0: '0x1c0000000', 1: '0x180000000' });
  });

  it('cuts an nvdimm down to whole pieces of its alignment', () => {
    const { plugged } = plug(ram('5M'), ['nvdimm,memdev=m0,label-size=128K'], { options: { nvdimm: true } });
    expect(plugged.devices[0]).toMatchObject({ size: 4n * MiB, slot: 0 });
  });

  it('aligns virtio-mem to its blocks', () => {
    const { at } = plug(ram('2M', '256M'), ['pc-dimm,memdev=m0', 'virtio-mem-pci,memdev=m1,block-size=128M']);
    expect(at).toEqual({ 0: '0x180000000', 1: '0x188000000' });
  });

  it('never overlaps two devices, however they are asked for', () => {
    const device = fc.record({
      driver: fc.constantFrom('pc-dimm', 'sp-mem', 'virtio-mem-pci', 'virtio-pmem-pci'),
      blocks: fc.integer({ min: 1, max: 1500 }),
      at: fc.option(fc.integer({ min: 0, max: 3000 })),
    });
    fc.assert(
      fc.property(fc.array(device, { maxLength: 12 }), (wanted) => {
        const objects = ram(...wanted.map(({ blocks }) => `${blocks * 2}M`));
        const devices = wanted.map(({ driver, at }, index) => {
          const key = driver.endsWith('pci') ? 'memaddr' : 'addr';
          return `${driver},memdev=m${index}${at === null ? '' : `,${key}=${0x180000000 + at * 0x200000}`}`;
        });
        const { plugged, context } = plug(objects, devices);
        const window = context.map.deviceMemory;
        const sorted = [...plugged.devices].sort((a, b) => (a.address < b.address ? -1 : 1));
        let end = window?.base ?? 0n;
        for (const { address, size, alignment } of sorted) {
          expect(address >= end && address % alignment === 0n).toBe(true);
          end = address + size;
        }
        expect(end <= (window?.base ?? 0n) + (window?.size ?? 0n)).toBe(true);
        expect(plugged.devices.length + plugged.refusals.length).toBe(wanted.length);
      }),
    );
  });
});

describe("QEMU's order of checks", () => {
  it('looks at properties by the hash of their names, not as typed', () => {
    const { refused } = plug(ram('1G'), ['pc-dimm,node=x,slot=y,addr=z,memdev=m0']);
    expect(refused).toEqual(["-device pc-dimm,node=x,slot=y,addr=z,memdev=m0: Parameter 'addr' expects integer"]);
  });

  it.each([
    ['pc-dimm,memdev=m0,slot=9,addr=1,node=7', 'invalid slot number 9, valid range is [0-3]'],
    ['pc-dimm,memdev=m0,addr=1,node=7', 'address must be aligned to 0x200000 bytes'],
    ['pc-dimm,memdev=m0,node=7', "'DIMM property node has value 7' which exceeds the number of numa nodes: 1"],
    ['pc-dimm', "'memdev' property must be set"],
    ['pc-dimm,memdev=', "'memdev' property must be set"],
    ['pc-dimm,memdev=zz', "Device 'zz' not found"],
    ['pc-dimm,memdev=r', "Invalid parameter type for 'memdev', expected: memory-backend"],
    ['pc-dimm,memdev=m0,size=1G', "Property 'pc-dimm.size' is not writable"],
    ['pc-dimm,memdev=m0,foo=1', "Property 'pc-dimm.foo' not found"],
    ['nvdimm,memdev=m0', "nvdimm is not enabled: missing 'nvdimm' in '-M'"],
    ['virtio-mem-pci,memdev=m0,size=1', "Property 'virtio-mem.size' is not writable"],
    ['virtio-mem-pci,memdev=m0,block-size=3M', "'block-size' property has to be a power of two"],
    ['virtio-mem-pci,memdev=m0,addr=0x20', "Property 'virtio-mem-pci.addr' doesn't take value '0x20'"],
    ['nosuch', "'nosuch' is not a valid device model name"],
    ['pc-dimm,memdev=m0,bus=pcie.0', "Device 'pc-dimm' can't go on PCIE bus"],
    ['virtio-mem,memdev=m0', "No 'virtio-bus' bus found for device 'virtio-mem'"],
  ])('refuses %s', (text, words) => {
    expect(plug([...ram('1G'), 'rng-builtin,id=r'], [text]).refused).toEqual([`-device ${text}: ${words}`]);
  });

  it('names the missing window before the missing memdev, but the node of sp-mem before both', () => {
    const setting = { maxram: 4n * GiB, nodes: 0, slots: 0n };
    expect(plug([], ['virtio-mem-pci', 'sp-mem'], setting).refused).toEqual([
      '-device virtio-mem-pci: the configuration is not prepared for memory devices (e.g., for memory hotplug), consider specifying ' +
        'the maxmem option',
      "-device sp-mem: 'node' property value 0 exceeds the number of NUMA nodes (0)",
    ]);
  });

  it('prints warnings in their place and none behind a refusal', () => {
    const objects = [
      'memory-backend-file,id=f,size=1G,mem-path=/tmp',
      'memory-backend-file,id=g,size=1G,mem-path=/tmp',
    ];
    const text = 'virtio-mem-pci,memdev=f,block-size=2M,unplugged-inaccessible=off';
    const { warned } = plug(objects, [text, 'pc-dimm,memdev=f', 'virtio-mem-pci,memdev=g']);
    expect(warned).toEqual([
      `-device ${text}: warning: 'unplugged-inaccessible' property set to 'off' with a memdev that does not support the shared zeropage.`,
      `-device ${text}: warning: ram_block_discard_shared_range: Discarding RAM in private file mappings is possibly dangerous, ` +
        'because it will modify the underlying file and will affect other users of the file',
    ]);
  });

  it('puts error lines of a device that is created all the same before the refusal', () => {
    expect(plug([], ['vmbus-bridge', 'hv-balloon']).refused).toEqual([
      "-device vmbus-bridge: VMBus requires usable Hyper-V SynIC and VP_INDEX\n-device hv-balloon: No 'vmbus' bus found for device 'hv-balloon'",
    ]);
  });
});

describe('defaults by -global', () => {
  const global = (driver: string, property: string, value: string): GlobalSetting => ({ driver, property, value });

  it('apply to the class and to what derives from it, and the device has the last word', () => {
    const globals = [global('pc-dimm', 'addr', '0x200000000')];
    const setting = { globals, options: { nvdimm: true } };
    const { at } = plug(ram('1G', '1G'), ['nvdimm,memdev=m0', 'pc-dimm,memdev=m1,addr=0x180000000'], setting);
    expect(at).toEqual({ 0: '0x200000000', 1: '0x180000000' });
  });

  it('reach the inner virtio device before the outer one', () => {
    const globals = [global('virtio-mem-pci', 'block-size', '8M'), global('virtio-mem', 'block-size', '4M')];
    const { plugged } = plug(ram('64M'), ['virtio-mem-pci,memdev=m0'], { globals });
    expect(plugged.devices[0]?.info.data['block-size']).toBe(8n * MiB);
  });

  it('are refused in words of their own', () => {
    const globals = [global('pc-dimm', 'addr', 'foo')];
    expect(plug(ram('1G'), ['pc-dimm,memdev=m0'], { globals }).refused).toEqual([
      "-device pc-dimm,memdev=m0: can't apply global pc-dimm.addr=foo: Parameter 'addr' expects uint64",
    ]);
  });
});

describe('machines without a window of their own', () => {
  it('microvm takes memory devices without placing them', () => {
    const setting = { machine: 'microvm', nodes: 0 };
    const { plugged, refused } = plug(
      ram('1G', '1G'),
      ['pc-dimm,memdev=m0,slot=3', 'sp-mem', 'virtio-mem-pci,memdev=m1'],
      setting,
    );
    expect(plugged.devices).toMatchObject([{ placed: false, slot: 3, address: 0n }]);
    expect(refused).toEqual([
      "-device sp-mem: 'memdev' property is required",
      "-device virtio-mem-pci,memdev=m1: No 'PCI' bus found for device 'virtio-mem-pci'",
    ]);
  });

  it('isapc has neither ACPI nor nodes', () => {
    const { refused } = plug(ram('1G'), ['pc-dimm,memdev=m0', 'sp-mem,memdev=m0'], {
      machine: 'isapc',
      nodes: 0,
      maxram: 4n * GiB,
    });
    expect(refused.map((text) => text.split(': ').slice(1).join(': '))).toEqual([
      'memory hotplug is not enabled: missing acpi device or acpi disabled',
      "'node' property value 0 exceeds the number of NUMA nodes (0)",
    ]);
  });
});

describe('PCI places', () => {
  it.each([
    [
      ['e1000,id=a,addr=5', 'e1000,id=b,addr=5'],
      'PCI: slot 5 function 0 not available for e1000, in use by e1000,id=a',
    ],
    [['e1000,addr=5', 'e1000,addr=5.1'], "PCI: single function device can't be populated in function 5.1"],
    [['e1000,addr=3.1', 'e1000,addr=3.0'], 'PCI: 3.0 indicates single function, but 3.1 is already populated.'],
    [['e1000,addr=0x1f'], 'PCI: slot 31 function 0 not available for e1000, in use by ICH9-LPC,id=(null)'],
    [['pcie-root-port,id=a', 'pcie-root-port,id=b'], "Can't add chassis slot, error -16"],
    [['pxb-pcie,id=p,bus_nr=12', 'e1000'], 'PCI: Only PCI/PCIe bridges can be plugged into pxb-pcie'],
    [['pxb-pcie,id=p,bus_nr=12', 'pxb-pcie,id=q,bus_nr=12,bus=pcie.0'], 'Bus 12 is already in use'],
    [['pxb-pcie,id=p,numa_node=1'], 'Illegal numa node 1'],
    [['e1000,bus=zz'], "Bus 'zz' not found"],
  ])('%j', (devices, words) => {
    expect(plug([], devices).refused).toEqual([`-device ${devices.at(-1)}: ${words}`]);
  });

  it("resolves generic initiators and ports in QEMU's order", () => {
    const objects = [
      'acpi-generic-port,id=gp,pci-bus=cx,node=0',
      'acpi-generic-initiator,id=gz,pci-dev=n2,node=1',
      'acpi-generic-initiator,id=ga,pci-dev=n1,node=0',
    ];
    const devices = ['pxb-cxl,id=cx,bus_nr=12,bus=pcie.0', 'e1000,id=n1,bus=pcie.0', 'e1000,id=n2,bus=pcie.0,addr=5.1'];
    const { context, plugged } = plug(objects, devices, { nodes: 2, options: { cxl: true } });
    const { affinities, refusal } = checkTargets(context, objectsOf(objects), plugged);
    expect(refusal).toBeUndefined();
    expect(affinities.at(-1)).toEqual({ kind: 'port', id: 'gp', node: 0, bus: 12, devfn: 0 });
    expect(affinities.slice(0, 2)).toContainEqual({ kind: 'initiator', id: 'ga', node: 0, bus: 0, devfn: 16 });
    expect(affinities.slice(0, 2)).toContainEqual({ kind: 'initiator', id: 'gz', node: 1, bus: 0, devfn: 41 });
  });

  it.each([
    ['acpi-generic-initiator,id=g,pci-dev=x,node=3', 'acpi-generic-initiator: Specified node 3 is invalid.'],
    ['acpi-generic-initiator,id=g,pci-dev=x,node=0', 'acpi-generic-initiator: Specified device must be a PCI device.'],
    ['acpi-generic-port,id=g,pci-bus=pcie.0,node=0', 'acpi-generic-port: device must be a CXL host bridge.'],
    ['acpi-generic-port,id=g,pci-bus=zz,node=9', 'acpi-generic-port: node 9 is invalid.'],
  ])('refuses %s', (text, words) => {
    const { context, plugged } = plug([text], []);
    expect(checkTargets(context, objectsOf([text]), plugged).refusal?.text).toBe(words);
  });

  it('misses CXL host bridges, and cxl=on where there are some', () => {
    const window = { targets: ['cx', 'cy'], size: GiB };
    const on = plug([], ['pxb-cxl,id=cx,bus_nr=12'], { options: { cxl: true, cxlWindows: [window] } });
    expect(checkTargets(on.context, objectsOf([]), on.plugged).refusal?.text).toBe('Could not resolve CXLFM target cy');
    const off = plug([], ['pxb-cxl,id=cx,bus_nr=12']);
    expect(checkTargets(off.context, objectsOf([]), off.plugged).refusal?.text).toBe(
      'CXL host bridges present, but cxl=off',
    );
  });
});

describe('plugging into a running machine', () => {
  const hot = (text: string, devices: readonly string[] = [], setting: Setting = {}) => {
    const { context, plugged } = plug(ram('1G', '1G', '1G'), devices, setting);
    return plugOne(context, plugged, { ...requestOf(text), prefix: '' }, { hot: true });
  };

  it('gives the next place and slot', () => {
    const { devices, refusals } = hot('pc-dimm,memdev=m1,id=d1', ['pc-dimm,memdev=m0,id=d0']);
    expect(refusals).toEqual([]);
    expect(devices.at(-1)).toMatchObject({
      id: 'd1',
      address: 0x1c0000000n,
      slot: 1,
      info: { data: { hotplugged: true } },
    });
  });

  it.each([
    ['sp-mem,memdev=m1', "Device 'sp-mem' does not support hotplugging"],
    ['virtio-mem-pci,memdev=m1', "Bus 'pcie.0' does not support hotplugging"],
    ['pc-dimm,memdev=m0,id=d1', "can't use already busy memdev: m0"],
    ['pc-dimm,memdev=m1,id=d0', "Duplicate device ID 'd0'"],
    ['pc-dimm,memdev=m1,bus=zz', "Bus 'zz' not found"],
  ])('refuses %s', (text, words) => {
    expect(hot(text, ['pc-dimm,memdev=m0,id=d0']).refusals.map((refusal) => refusal.text)).toEqual([words]);
  });

  it('lets one device behind each root port', () => {
    const { refusals } = hot('virtio-mem-pci,memdev=m1,bus=rp', [
      'pcie-root-port,id=rp',
      'virtio-pmem-pci,memdev=m0,bus=rp',
    ]);
    expect(refusals[0]?.text).toBe(
      'PCI: slot 0 function 0 already occupied by virtio-pmem-pci, new func virtio-mem-pci cannot be exposed to guest.',
    );
  });
});

describe('reading -device', () => {
  it.each([
    [
      'pc-dimm,id=1a',
      "Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.",
    ],
    ['pc-dimm,id=taken', "Duplicate ID 'taken' for device"],
    ['{"driver":"pc-dimm"', '1:20: JSON parse error, premature end of input'],
  ])('refuses %s', (text, words) => {
    const parsed = parseDevice(option('device', text), 0, new Set(['taken']));
    expect(parsed).toMatchObject({ ok: false, error: { text: `-device ${text}: ${words}` } });
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseDevice(option('device', text), 0, new Set());
        if (parsed.ok) plugDevices(contextOf([], {}), [parsed.value]);
        const object = parseObject(option('object', text), 0, new Set());
        if (object.ok) createObjects([object.value]);
      }),
    );
  });
});
