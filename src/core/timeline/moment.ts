/** One moment of a timeline in full. */
import { formatSize } from '../base/size-text';
import type { LayoutEvent } from '../document/schema';
import type { GuestFacts } from '../guest/guest';
import { lessSure } from '../space/sureness';
import type { Citation, Provenance, Sureness } from '../space/region';
import type { StepOutcome, Timeline } from '../space/timeline';
import type { StageContext } from '../stages/stage';
import { changesBetween } from './changes';
import { devicesNow } from './devices-now';
import { stepFindings } from './findings';
import type { Instant } from './instant';
import { carryOut } from './kinds/index';
import { machineNow, ownerOf } from './machine-now';
import { saidOf } from './said';
import type { StepEnd } from './step-kind';
import { headingOf, summaryOf } from './summary';
import { figure } from './words';
import type { Heard, World } from './world';

export interface MomentAsked {
  readonly context: StageContext;
  readonly revision: number;
  readonly timeline: Timeline;
  readonly moment: number;
  /** As the step before has left it. */
  readonly before: World;
}

export function instantAt({ context, revision, timeline, moment, before }: MomentAsked): Instant {
  const { document } = context;
  const step = moment === 0 ? undefined : document.events[moment - 1];
  const heard: Heard[] = [];
  const after = before.copy((each) => heard.push(each));
  const end = step === undefined ? undefined : carryOut(after, step);
  after.noteOrigins(moment - 1);
  const facts = after.machine.isAlive ? after.guest?.facts() : undefined;
  const sure = surenessOf(facts, step, end?.outcome);
  const machine = machineNow(context, after, facts);
  const common = {
    revision,
    moment,
    said: heard.map((each) => saidOf(each, sure)),
    sure,
    changes: changesBetween(context, { world: before, facts: before.guest?.facts() }, { world: after, facts }),
    devices: devicesNow(document, timeline, after, moment),
    machine,
  };
  if (step === undefined || end === undefined) return { ...common, ...atBoot(timeline) };
  const seen = { moment, step, end, before, after };
  const [finding] = stepFindings(seen);
  const left = leftBehind(end, after);
  return {
    ...common,
    outcome: end.outcome,
    heading: headingOf(moment, end.outcome),
    summary: summaryOf(seen),
    ...(left === undefined ? {} : { leftBehind: left }),
    ...(finding === undefined ? {} : { finding }),
    why: whyOf(seen, machine, after),
  };
}

function atBoot(timeline: Timeline): Pick<Instant, 'heading' | 'summary' | 'why'> {
  const { bootRam, window, steps } = timeline;
  const room =
    window === undefined ? 'no window for memory devices' : `a window of ${formatSize(window.end - window.start)}`;
  return {
    heading: 'Boot',
    summary: `${formatSize(bootRam)} RAM and ${room}. ${figure(steps, 'step')} follow.`,
    why: {
      rule: 'timeline/boot',
      steps: [{ text: 'QEMU makes its tables when it starts, and firmware hands them to the guest.' }],
    },
  };
}

/** What a guest decides is modelled, whoever says so; QEMU's own part is exact. */
function surenessOf(
  facts: GuestFacts | undefined,
  step: LayoutEvent | undefined,
  outcome: StepOutcome | undefined,
): Sureness {
  if (facts === undefined || outcome === 'refused' || outcome === 'never') return 'exact';
  const decided = outcome === 'released' || outcome === 'declined' || outcome === 'partial' || step?.do === 'resize';
  return decided ? lessSure('modelled', facts.sure) : facts.sure;
}

/** What QEMU keeps though nothing uses it. */
function leftBehind({ outcome, leftBackend, device }: StepEnd, { machine }: World): string | undefined {
  const backend = leftBackend ?? (outcome === 'released' ? device?.memdev : undefined);
  if (backend === undefined || !machine.objects.has(backend)) return undefined;
  return `The backend ${backend} stays. It needs object-del.`;
}

const UNPLUG: Citation = {
  project: 'qemu',
  version: '11.1',
  place: 'hw/acpi/memory_hotplug.c, acpi_memory_unplug_request_cb',
};
const REMOVE: Citation = { project: 'linux', version: '7.2', place: 'mm/memory_hotplug.c, offline_pages' };
const PLUG: Citation = { project: 'qemu', version: '11.1', place: 'system/qdev-monitor.c, qdev_device_add_from_qdict' };
const RESIZE: Citation = { project: 'linux', version: '7.2', place: 'drivers/virtio/virtio_mem.c, virtio_mem_run_wq' };
const RESET: Citation = { project: 'qemu', version: '11.1', place: 'hw/i386/acpi-build.c, acpi_build_update' };

/** Why the step ended so. */
function whyOf(
  { step, end, moment }: { step: LayoutEvent; end: StepEnd; moment: number },
  machine: Instant['machine'],
  after: World,
): Provenance {
  const rule = `timeline/${step.do}`;
  const path = `events.${moment - 1}`;
  const [finding] = stepFindings({ moment, step, end });
  if (end.refusal !== undefined && finding !== undefined) {
    const steps = [finding.what, finding.why, finding.works].map((text) => ({ text }));
    return { rule: end.refusal.code, steps, ...(end.refusal.by === undefined ? { cite: PLUG } : {}) };
  }
  const owner = end.device === undefined ? undefined : ownerOf(after)(end.device);
  const region = machine.cpu.regions.find((each) => each.owner === owner);
  if (step.do === 'plug' && region !== undefined) return region.why;
  switch (step.do) {
    case 'unplug':
      return {
        rule,
        steps: [
          {
            text: 'device_del is a request: QEMU tells the guest, and the device stays until the guest ejects it.',
            path,
          },
          {
            text: 'Linux releases a DIMM if it can take all its blocks offline, that is, if every page there can be moved.',
          },
        ],
        cite: end.outcome === 'pending' ? UNPLUG : REMOVE,
      };
    case 'resize':
      return {
        rule,
        steps: [
          {
            text: 'qom-set requested-size is a request: the guest’s driver plugs or unplugs until it is met, or it can go no further.',
            path,
          },
          { text: 'E820 never changes, and the SRAT has announced the whole window already.' },
        ],
        cite: RESIZE,
      };
    case 'reboot':
      return {
        rule,
        steps: [
          {
            text: 'A reset changes no memory device. QEMU makes its ACPI tables anew, and E820 stays as it was at the start.',
            path,
          },
        ],
        cite: RESET,
      };
    default:
      return {
        rule,
        steps: [{ text: 'It changes what the guest does, and nothing of QEMU’s tables.', path }],
        cite: REMOVE,
      };
  }
}
