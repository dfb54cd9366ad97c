/** `-global`: settings for devices that QEMU makes itself, and for classes of devices. */
import { err, ok, type Result } from '../base/result';
import type { MachineFamily, MachineVersion } from '../machines/machine';
import { parseBoolean } from '../options/number';
import { lastValue, parseQemuOpts } from '../options/qemu-opts';
import { parseSize } from '../options/size';
import { invalidParameter, optionSizeText } from '../options/texts';
import { cannotApply } from './cpu';
import { cpuModels } from './cpu-models';
import type { GlobalSetting } from './devices';
import type { MachineOptions } from './machine';
import type { MachineGlobals } from './machine-options';

const LONGEST_NAME = 63;
const KEYS = new Set(['driver', 'property', 'value']);

/** `DRIVER.PROPERTY=VALUE`, where only the driver's name ends at a dot. */
function parseShort(text: string): GlobalSetting | undefined {
  const dot = text.indexOf('.');
  const equals = text.indexOf('=');
  if (dot < 1 || dot > LONGEST_NAME || equals < dot + 2 || equals - dot - 1 > LONGEST_NAME) return undefined;
  return { driver: text.slice(0, dot), property: text.slice(dot + 1, equals), value: text.slice(equals + 1) };
}

/** One `-global` in either form (qemu_global_option), or QEMU's words. */
export function parseGlobal(text: string): Result<GlobalSetting, string> {
  const short = parseShort(text);
  if (short !== undefined) return ok(short);
  const { pairs } = parseQemuOpts(text);
  const unknown = pairs.find(({ key }) => !KEYS.has(key));
  if (unknown !== undefined) return err(invalidParameter(unknown.key));
  const [driver, property, value] = ['driver', 'property', 'value'].map((key) => lastValue(pairs, key));
  if (driver === undefined || property === undefined || value === undefined) {
    return err("options 'driver', 'property', and 'value' are required");
  }
  return ok({ driver, property, value });
}

type ValueType = 'size' | 'boolean' | 'any';

/** A device that every machine of a family has, with the classes by which a global reaches it. */
interface BuiltIn {
  readonly name: string;
  readonly classes: readonly string[];
  readonly properties: Readonly<Record<string, ValueType>>;
  /** Made with ACPI only. */
  readonly needsAcpi?: true;
}

const hostBridge: Readonly<Record<string, ValueType>> = {
  'above-4g-mem-size': 'size',
  'below-4g-mem-size': 'size',
  'bypass-iommu': 'boolean',
  'io-mem': 'any',
  'pci-hole64-size': 'size',
  'pci-mem': 'any',
  'ram-mem': 'any',
  'system-mem': 'any',
  'x-config-reg-migration-enabled': 'boolean',
  'x-pci-hole64-fix': 'boolean',
};

const pciDevice: Readonly<Record<string, ValueType>> = {
  'acpi-index': 'any',
  addr: 'any',
  busnr: 'any',
  failover_pair_id: 'any',
  multifunction: 'boolean',
  rombar: 'any',
  romfile: 'any',
  romsize: 'any',
  'sriov-pf': 'any',
  'x-max-bounce-buffer-size': 'size',
  'x-pcie-ari-nextfn-1': 'boolean',
  'x-pcie-err-unc-mask': 'boolean',
  'x-pcie-ext-tag': 'boolean',
  'x-pcie-lnksta-dllla': 'boolean',
};

const power: Readonly<Record<string, ValueType>> = {
  ...pciDevice,
  'acpi-pci-hotplug-with-bridge-support': 'boolean',
  disable_s3: 'any',
  disable_s4: 'any',
  s4_val: 'any',
  'smm-compat': 'boolean',
  'smm-enabled': 'boolean',
};

const bridgeOf = (
  name: string,
  classes: readonly string[],
  more: Readonly<Record<string, ValueType>> = {},
): BuiltIn => ({
  name,
  classes,
  properties: { ...hostBridge, ...more },
});

/** Made before the address space is laid out, in this order. */
const EARLY: Readonly<Record<string, readonly BuiltIn[]>> = {
  q35: [
    {
      name: 'mch',
      classes: ['mch', 'pci-device'],
      properties: { ...pciDevice, 'extended-tseg-mbytes': 'any', 'smbase-smram': 'boolean' },
    },
    bridgeOf('q35-pcihost', ['q35-pcihost', 'pcie-host-bridge', 'pci-host-bridge'], {
      MCFG: 'any',
      mcfg_size: 'any',
      'smm-ranges': 'boolean',
    }),
  ],
  pc: [bridgeOf('i440FX-pcihost', ['i440FX-pcihost', 'pci-host-bridge'], { 'pci-type': 'any' })],
};

/** Made after it. */
const LATE: Readonly<Record<string, readonly BuiltIn[]>> = {
  q35: [
    {
      name: 'ICH9-LPC',
      classes: ['ICH9-LPC'],
      properties: {
        ...power,
        acpi_disable_cmd: 'any',
        acpi_enable_cmd: 'any',
        enable_tco: 'boolean',
        gpe0_blk: 'any',
        gpe0_blk_len: 'any',
        noreboot: 'boolean',
        pm_io_base: 'any',
        sci_int: 'any',
        'x-keep-pci-slot-hpc': 'boolean',
        'x-smi-broadcast': 'boolean',
        'x-smi-cpu-hotplug': 'boolean',
        'x-smi-cpu-hotunplug': 'boolean',
        'x-smi-negotiated-features': 'any',
        'x-smi-periodic-timer': 'boolean',
        'x-smi-swsmi-timer': 'boolean',
      },
    },
  ],
  pc: [
    { name: 'i440FX', classes: ['i440FX', 'pci-device'], properties: pciDevice },
    {
      name: 'PIIX4_PM',
      classes: ['PIIX4_PM'],
      needsAcpi: true,
      properties: {
        ...power,
        'acpi-root-pci-hotplug': 'boolean',
        'memory-hotplug-support': 'boolean',
        smb_io_base: 'any',
        'x-not-migrate-acpi-index': 'boolean',
      },
    },
  ],
};

/** microvm's PCI bus, which exists with `pcie=on` only, and not without ACPI to tell the guest of it. */
const OPTIONAL_BRIDGE: BuiltIn = {
  name: 'gpex-pcihost',
  classes: ['gpex-pcihost', 'pcie-host-bridge', 'pci-host-bridge'],
  properties: {
    'allow-unmapped-accesses': 'boolean',
    'bypass-iommu': 'boolean',
    'num-irqs': 'any',
    'x-above-4g-mmio-base': 'any',
    'x-above-4g-mmio-size': 'size',
    'x-below-4g-mmio-base': 'any',
    'x-below-4g-mmio-size': 'size',
    'x-config-reg-migration-enabled': 'boolean',
    'x-ecam-base': 'any',
    'x-ecam-size': 'size',
    'x-pio-base': 'any',
    'x-pio-size': 'size',
  },
};

function faultOf(device: BuiltIn, { property, value }: GlobalSetting): string | undefined {
  const type = Object.hasOwn(device.properties, property) ? device.properties[property] : undefined;
  if (type === undefined) return `Property '${device.name}.${property}' not found`;
  if (type === 'boolean' && parseBoolean(value) === undefined) return `Parameter '${property}' expects 'on' or 'off'`;
  const size = type === 'size' ? parseSize(value) : undefined;
  return size?.ok === false ? optionSizeText(property, value, size.error) : undefined;
}

function firstFault(devices: readonly BuiltIn[], globals: readonly GlobalSetting[]): string | undefined {
  for (const device of devices) {
    for (const global of globals) {
      if (!device.classes.includes(global.driver)) continue;
      const fault = faultOf(device, global);
      if (fault !== undefined) return cannotApply(global, fault);
    }
  }
  return undefined;
}

/** Why a global does not fit the host bridge, whose 64-bit hole decides the layout. */
export const earlyGlobalFault = ({ family }: MachineVersion, globals: readonly GlobalSetting[]): string | undefined =>
  firstFault(EARLY[family.id] ?? [], globals);

const lateParts = (family: MachineFamily, acpi: boolean): readonly BuiltIn[] =>
  (LATE[family.id] ?? []).filter(({ needsAcpi }) => acpi || needsAcpi !== true);

/** Why a global does not fit a chipset device that QEMU makes once memory is laid out. */
export function lateGlobalFault(
  { family }: MachineVersion,
  globals: readonly GlobalSetting[],
  { acpi, pcie }: { readonly acpi: boolean; readonly pcie: boolean },
): string | undefined {
  const optional = pcie && acpi && family.rootBus?.optional === true ? [OPTIONAL_BRIDGE] : [];
  return firstFault([...lateParts(family, acpi), ...optional], globals);
}

const hasPart = (family: MachineFamily, name: string, acpi = true): boolean =>
  lateParts(family, acpi).some((part) => part.name === name);

/** What globals set of the machine itself; the last one wins, one that cannot be read counts for nothing. */
export function machineGlobals({ family }: MachineVersion, globals: readonly GlobalSetting[]): MachineGlobals {
  let pciHole64Size = family.defaultHole64Size;
  let memoryHotplugSupport = true;
  for (const { driver, property, value } of globals) {
    if (property === 'pci-hole64-size' && family.hostBridges.includes(driver)) {
      const size = parseSize(value);
      if (size.ok) pciHole64Size = size.value;
    }
    if (property === 'memory-hotplug-support' && hasPart(family, driver)) {
      memoryHotplugSupport = parseBoolean(value) ?? memoryHotplugSupport;
    }
  }
  return { pciHole64Size, memoryHotplugSupport };
}

const CPU_CLASS = /^(.*)-x86_64-cpu$/;

/** Classes that are no devices, which a global cannot reach. Other unknown names pass without a word here. */
function isNoDevice(driver: string): boolean {
  if (driver.startsWith('memory-backend') || driver.startsWith('acpi-generic-')) return true;
  const model = CPU_CLASS.exec(driver)?.[1];
  return model !== undefined && model !== 'host' && !cpuModels.has(model);
}

/** Parts of `pc` that cannot be added to another machine, so that QEMU notices a global for one that is not there. */
const PC_PARTS: ReadonlySet<string> = new Set(['PIIX4_PM', 'i440FX']);

/**
 * What QEMU says at the end of start-up about globals that reached nothing (qdev_prop_check_globals).
 * @param isUnused of those whose class is a memory device's
 */
export const unusedGlobals = (
  { version: { family }, acpi }: MachineOptions,
  globals: readonly GlobalSetting[],
  isUnused: (global: GlobalSetting) => boolean,
): string[] =>
  globals.flatMap((global) => {
    const { driver, property, value } = global;
    if (isNoDevice(driver)) return [`warning: global ${driver}.${property} has invalid class name`];
    const absentPart = PC_PARTS.has(driver) && !hasPart(family, driver, acpi);
    return absentPart || isUnused(global) ? [`warning: global ${driver}.${property}=${value} not used`] : [];
  });
