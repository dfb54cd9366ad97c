import { HYPER_TRANSPORT } from '../../base/e820';
import { intersection } from '../../base/range';
import { formatRange } from '../../base/size-text';
import { machineVersions } from '../../machines/index';
import type { MachineVersion } from '../../machines/machine';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed, MEMORY, spanText } from './naming';
import { reduceFix, reductionText } from './reduce-fix';
import { mapWith, reductions } from './what-if';
import { HYPER_TRANSPORT_START } from '../../qemu/address-map';

/** The oldest version of the same machine that goes round the range. */
const firstAware = ({ id, family }: MachineVersion): MachineVersion | undefined => {
  const versions = machineVersions.all.filter((each) => each.family === family);
  const older = versions.findIndex((each) => each.id === id);
  return versions.slice(0, older).findLast(({ rules }) => rules.avoidsHyperTransport);
};

function versionFix({ startup, document }: LintContext): Fix | undefined {
  const { machine, map } = startup;
  const version = machine === undefined ? undefined : firstAware(machine.version);
  const other = version === undefined ? undefined : mapWith(startup, { version });
  const number = /(\d+\.\d+)$/.exec(version?.id ?? '')?.[1];
  if (version === undefined || other === undefined || map === undefined || number === undefined) return undefined;
  const hasAddresses = document.devices.some((device) => 'addr' in device && device.addr !== undefined);
  if (other.maxGuestAddress > other.limit || (hasAddresses && other.moved)) return undefined;
  return { title: `Use version ${number}`, edits: [{ op: 'set', path: 'machine.version', value: number }] };
}

/** Memory over AMD's HyperTransport range on machine versions that neither reserve nor avoid it. */
export const hyperTransportUnreserved: LintRule = {
  id: 'machine/hyper-transport-unreserved',
  check(context) {
    const { startup, document, plan } = context;
    const { machine, cpu } = startup;
    if (cpu?.isAmd !== true || machine === undefined || machine.version.rules.avoidsHyperTransport) return [];
    const over = (plan.snapshots[0]?.spaces.cpu.regions ?? []).filter(
      ({ range, kind }) => MEMORY.has(kind) && intersection(range, HYPER_TRANSPORT) !== undefined,
    );
    const [first] = over;
    if (first === undefined) return [];
    const part = intersection(first.range, HYPER_TRANSPORT) ?? HYPER_TRANSPORT;
    const smaller = reductions(document, startup, ({ hole64 }) => hole64.base <= HYPER_TRANSPORT_START);
    const newer = versionFix(context);
    return [
      {
        code: 'machine/hyper-transport-unreserved',
        severity: 'warning',
        what: `${listed(over.map(({ name }) => name))} ${over.length === 1 ? 'lies' : 'lie'} over ${formatRange(HYPER_TRANSPORT)}, which AMD hosts keep for HyperTransport.`,
        where: `${listed(over.map(({ name, range }) => `${name} ${spanText(intersection(range, HYPER_TRANSPORT) ?? range)}`))}.`,
        why: `${machine.version.id} neither reserves this range nor moves RAM behind it: versions since 7.1 do. Passed-through devices cannot reach memory there on an AMD host.`,
        works: `${newer === undefined ? 'A machine version since 7.1 and enough address bits' : `${newer.title}`}${smaller.length === 0 ? '' : `, or ${listed(smaller.map(reductionText))}`}.`,
        path: 'machine.version',
        range: part,
        fixes: [...(newer === undefined ? [] : [newer]), ...smaller.map(reduceFix)],
      },
    ];
  },
};
