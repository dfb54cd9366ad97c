/** Changes around a refused step: room made for it before, a name of its own, a port to arrive behind, another way to the same memory. */
import { formatSize } from '../base/size-text';
import { MiB } from '../base/addr';
import { behaviourOf } from '../devices/behaviours';
import { deviceKinds } from '../devices/index';
import { freeName } from '../document/device-names';
import type { Edit } from '../document/edit';
import { plugStepAt, type PlugStep } from '../document/plugs';
import type { LayoutDocument } from '../document/schema';
import { freeChassis, namedDevicesAt, portFor } from '../document/step-edits';
import { machineFamilies } from '../machines/index';
import { addition, type Step } from './step';
import type { Complaint } from './trial';

/** Devices that are tried, the longest there first. */
const MOST_UNPLUGGED = 6;
const UNPLUGGED = 44;
/** One offer to unplug something is enough, unless that does not help. */
const FURTHER = 32;
/** A fixed memory window is a multiple of this (docs/system/devices/cxl.rst). */
const CXL_WINDOW = 256 * MiB;

export function* stepAdditions(document: LayoutDocument, { path = '', code, words }: Complaint): Generator<Step> {
  const step = plugStepAt(document, path);
  if (step === undefined) return;
  const index = Number(path.split('.')[1]);
  const name = step.device.id ?? deviceKinds.find(step.device.kind)?.title ?? step.device.kind;
  if (/space|slot|conflict|in use/i.test(words)) yield* unplugs(document, index, name);
  if (/duplicate/i.test(words)) yield* names(document, step, path, words);
  if (/^Bus '.*' does not support hotplugging/.test(words)) yield* ports(document, step, path, name);
  if (code === 'device/cold-plug-only') yield* asCxl(document, step, path, name);
}

/** Another device that the guest's ACPI code can let go leaves before. */
function* unplugs(document: LayoutDocument, index: number, name: string): Generator<Step> {
  const there = namedDevicesAt(document, index).filter(
    ({ kind }) => behaviourOf(deviceKinds.find(kind))?.inRegisters === true,
  );
  for (const [order, { id, size }] of there.slice(0, MOST_UNPLUGGED).entries()) {
    const value = { do: 'unplug' as const, device: id };
    const lost = size === undefined ? 'its memory' : formatSize(size);
    const words = {
      title: `Unplug ${id} first`,
      costs: `The guest has to give back ${id} and loses ${lost} before ${name} comes.`,
      label: `before t${index + 1}`,
      after: `unplug ${id}`,
    };
    yield addition(
      [{ op: 'insert', path: `events.${index}`, value }],
      `events.${index}`,
      words,
      UNPLUGGED + (order > 0 ? FURTHER + order : 0),
    );
  }
}

/** Names that nothing has yet; a backend's is told to its device, too. */
function* names(document: LayoutDocument, step: PlugStep, path: string, words: string): Generator<Step> {
  const { backend, device } = step;
  const stem = (id: string): string => freeName(document, id.replace(/\d+$/, ''));
  if (backend !== undefined && words.includes(`'${backend.id}'`)) {
    const id = stem(backend.id);
    const edits: readonly Edit[] = [
      { op: 'set', path: `${path}.backend.id`, value: id },
      { op: 'set', path: `${path}.device.memdev`, value: id },
    ];
    yield addition(edits, `${path}.backend.id`, nameWords(backend.id, id), 9);
  }
  if (device.id !== undefined && words.includes(`'${device.id}'`)) {
    const id = stem(device.id);
    yield addition(
      [{ op: 'set', path: `${path}.device.id`, value: id }],
      `${path}.device.id`,
      nameWords(device.id, id),
      8,
    );
  }
}

const nameWords = (before: string, after: string) => ({
  title: `Call it ${after}`,
  costs: `Scripts know it as ${before}.`,
  label: `the name of ${before}`,
  after,
});

function* ports(document: LayoutDocument, { device }: PlugStep, path: string, name: string): Generator<Step> {
  const port = portFor(document, device.kind);
  if (port === undefined) return;
  const isNew = port.added.length > 0;
  const behind: Edit = { op: 'set', path: `${path}.device.extra`, value: { ...device.extra, bus: port.id } };
  const words = {
    title: isNew ? `Add a root port for ${name}` : `Plug ${name} behind ${port.id}`,
    costs: isNew ? `The guest boots with an empty PCIe root port more.` : `${port.id} is taken by ${name}.`,
    label: `the bus of ${name}`,
    after: port.id,
  };
  yield addition([...port.added, behind], `${path}.device.extra.bus`, words, 14);
}

/** The same memory as an expander behind a fixed window: found by its driver, named by no E820 entry. */
function* asCxl(document: LayoutDocument, { device, backend }: PlugStep, path: string, name: string): Generator<Step> {
  const source = backend ?? document.backends.find(({ id }) => id === device.memdev);
  const { hasCxl, rootBus } = machineFamilies.find(document.machine.type) ?? {};
  if (source === undefined || hasCxl !== true || rootBus?.type !== 'PCIE') return;
  const size = Math.ceil(source.size / CXL_WINDOW) * CXL_WINDOW;
  const taken = new Set(document.devices.map(({ extra }) => extra?.['bus_nr']));
  const number = [12, 52, 92, 132, 172, 212].find((each) => !taken.has(String(each)));
  const [bridge, port] = [freeName(document, 'cxl'), freeName(document, 'cxlrp')];
  const other = (driver: string, id: string, extra: Readonly<Record<string, string>>): Edit => ({
    op: 'insert',
    path: 'devices.-',
    value: { kind: 'other', driver, id, extra },
  });
  const edits: readonly Edit[] = [
    { op: 'set', path: 'machine.cxl', value: true },
    { op: 'insert', path: 'machine.cxlWindows.-', value: { targets: [bridge], size } },
    ...(backend === undefined
      ? []
      : [{ op: 'insert', path: 'backends.-', value: { ...backend, share: true } } as const]),
    other('pxb-cxl', bridge, { bus: rootBus.name, bus_nr: String(number ?? 12) }),
    other('cxl-rp', port, { bus: bridge, chassis: '0', port: '0', slot: freeChassis(document) }),
    other('cxl-type3', name, { bus: port, 'volatile-memdev': source.id }),
    { op: 'remove', path },
  ];
  const words = {
    title: `Make ${name} CXL memory`,
    costs: `${name} is an expander that a CXL driver finds: no E820 entry names it, and firmware and guest must speak CXL.`,
    label: `the kind of ${name}`,
    after: 'CXL memory',
  };
  yield addition(edits, path, words, 70);
}
