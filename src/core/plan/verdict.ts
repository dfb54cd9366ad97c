/** Does it start, by what margin, and what was assumed. */
import { formatSize } from '../base/size-text';
import type { LayoutDocument } from '../document/schema';
import { HYPER_TRANSPORT_START } from '../qemu/address-map';
import type { AddressMap, Startup } from '../qemu/machine';
import { narrow } from '../stages/narrow';
import { bitsFor, marginsOf } from './margins';
import type { SumTerm, Verdict } from './plan';

const FOUR_GIB = 0x1_0000_0000n;

/** Terms of the sum that QEMU compares with the CPU's address limit (pc_max_used_gpa), in address order; empty ones left out. */
export function sumTerms(document: LayoutDocument, startup: Startup, map: AddressMap): SumTerm[] {
  const { machine, cpu, memory } = startup;
  if (machine === undefined || memory === undefined || !machine.version.family.checksAddressSpace) return [];
  const terms: SumTerm[] = [];
  let at = 0n;
  const upTo = (id: SumTerm['id'], label: string, end: bigint, path: string, setBy: string) => {
    if (end > at) terms.push({ id, label, size: narrow(end - at), end: narrow(end), path, setBy });
    at = end > at ? end : at;
  };
  const given = <T>(value: T | undefined, typed: string) => (value === undefined ? 'default' : typed);
  upTo('low-area', 'low area', FOUR_GIB, 'machine.type', machine.version.family.id);
  if (map.moved) upTo('moved', 'move to 1 TiB', map.start, 'cpu.model', 'AMD');
  upTo('ram-above', 'RAM above 4 GiB', map.start + map.above, 'memory.size', given(document.memory.size, '-m'));
  if (map.deviceMemory !== undefined) {
    const { base, size } = map.deviceMemory;
    upTo('alignment', 'alignment to 1 GiB', base, 'memory.size', given(document.memory.size, '-m'));
    upTo('window', 'window', base + (memory.maxram - memory.ram), 'memory.maxmem', 'maxmem');
    upTo('slots', 'slot alignment', base + size, 'memory.slots', `slots=${memory.slots}`);
  }
  if (cpu?.longMode === false) return terms;
  if (map.cxl !== undefined) {
    const last = map.cxl.windows.at(-1);
    upTo(
      'cxl',
      'CXL area',
      last === undefined ? map.cxl.registers + 0x10_0000n : last.base + last.size,
      'machine.cxl',
      'cxl=on',
    );
  }
  upTo('alignment', 'alignment to 1 GiB', map.hole64.base, 'machine.type', machine.version.family.id);
  upTo(
    'hole',
    '64-bit PCI hole',
    map.hole64.base + map.hole64.size,
    'machine.pciHole64Size',
    given(document.machine.pciHole64Size, 'pci-hole64-size'),
  );
  return terms;
}

/** Bytes that the layout may still grow before RAM moves to 1 TiB; absent where the rule does not apply or has already moved it. */
function bytesToMove(startup: Startup, map: AddressMap): number | undefined {
  if (!startup.cpu?.isAmd || !startup.machine?.version.rules.avoidsHyperTransport || map.moved) return undefined;
  if (!startup.machine.version.family.checksAddressSpace) return undefined;
  const end = map.maxGuestAddress + 1n;
  return end <= HYPER_TRANSPORT_START ? narrow(HYPER_TRANSPORT_START - end) : undefined;
}

/** What the layout leaves to QEMU's defaults, so that nothing is assumed in silence. */
function assumed(document: LayoutDocument, startup: Startup): Verdict['assumed'] {
  const { machine, cpu, memory } = startup;
  const values: { label: string; value: string; path: string }[] = [];
  if (machine !== undefined && document.machine.version === undefined) {
    values.push({ label: 'machine', value: machine.version.id, path: 'machine.version' });
  }
  if (cpu !== undefined && document.cpu.model === undefined)
    values.push({ label: 'cpu', value: cpu.model, path: 'cpu.model' });
  if (cpu !== undefined && document.cpu.physBits === undefined) {
    values.push({ label: 'phys-bits', value: String(cpu.physBits), path: 'cpu.physBits' });
  }
  if (memory !== undefined && document.memory.size === undefined) {
    values.push({ label: 'memory', value: formatSize(narrow(memory.ram)), path: 'memory.size' });
  }
  if (machine?.version.family.hasDeviceMemory && document.machine.pciHole64Size === undefined) {
    values.push({
      label: 'pci-hole64-size',
      value: formatSize(narrow(machine.pciHole64Size)),
      path: 'machine.pciHole64Size',
    });
  }
  return values;
}

export function verdictOf(document: LayoutDocument, startup: Startup): Verdict {
  const refusal = startup.refusals[0];
  const { map, cpu, machine } = startup;
  const checked = map !== undefined && cpu !== undefined && machine?.version.family.checksAddressSpace === true;
  const toMove = map === undefined ? undefined : bytesToMove(startup, map);
  const margins = marginsOf(startup);
  return {
    starts: refusal === undefined,
    ...(refusal === undefined ? {} : { error: refusal.text, code: refusal.code }),
    warnings: startup.warnings.map((warning) => warning.text),
    ...(checked ? { bitsNeeded: bitsFor(map.maxGuestAddress), bitsAvailable: cpu.physBits } : {}),
    ...(toMove === undefined ? {} : { bytesToMove: toMove }),
    ...(margins.length === 0 ? {} : { margins }),
    sum: map === undefined ? [] : sumTerms(document, startup, map),
    assumed: assumed(document, startup),
  };
}
