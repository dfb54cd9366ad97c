/** Whether it starts and by what margin, in sentences, with what the layout consists of. */
import { formatSize } from '../../../base/size-text';
import { deviceKinds } from '../../../devices/index';
import { dialects } from '../../../dialects/index';
import { memdevOf } from '../../../document/device-names';
import type { LayoutDocument } from '../../../document/schema';
import type { Plan } from '../../../plan/plan';
import { checklist } from '../../../review/checklist';
import { isOpen } from '../../../review/thread-state';
import { STEP_OUTCOMES } from '../../../space/timeline';
import { figure } from '../../../timeline/words';
import type { Block, Section } from '../report';

export const dialectTitle = ({ dialect }: LayoutDocument): string => dialects.find(dialect)?.title ?? dialect;

export function verdictSentence(document: LayoutDocument, { verdict }: Plan): string {
  const { starts, warnings } = verdict;
  const who = dialectTitle(document);
  if (!starts) return `${who} will not start with this layout.`;
  return warnings.length === 0 ? `${who} starts with this layout.` : `${who} starts with this layout, and warns.`;
}

function bitsSentence({ verdict }: Plan): readonly string[] {
  const { bitsNeeded, bitsAvailable, margins = [] } = verdict;
  if (bitsNeeded === undefined || bitsAvailable === undefined) return [];
  const distances = margins.map(({ text }) => text);
  const far = distances.length === 0 ? '' : ` Distances: ${distances.join('; ')}.`;
  return [`The layout needs ${bitsNeeded} of the CPU’s ${bitsAvailable} address bits.${far}`];
}

function findingsSentence({ review }: LayoutDocument, { diagnostics }: Plan): string {
  const count = (severity: string): number => diagnostics.filter((each) => each.severity === severity).length;
  const parts = [
    ...(count('error') > 0 ? [figure(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [figure(count('warning'), 'warning')] : []),
    ...(count('info') > 0 ? [figure(count('info'), 'remark')] : []),
  ];
  if (parts.length === 0) return 'There are no findings.';
  const waived = checklist(diagnostics, review).items.filter(({ waivers }) => waivers.length > 0).length;
  return `Findings: ${parts.join(', ')}${waived === 0 ? '' : `; ${waived} of them waived`}.`;
}

/** `4 × Specific-purpose memory, 512 GiB`: what the layout asks for, whether QEMU starts or not. */
function devicesOf({ devices, backends }: LayoutDocument): string {
  const sizes = new Map(backends.map(({ id, size }) => [id, size]));
  const parts = deviceKinds.all.flatMap(({ id, title }) => {
    const own = devices.filter(({ kind }) => kind === id);
    const bytes = own.reduce((sum, device) => sum + (sizes.get(memdevOf(device) ?? '') ?? 0), 0);
    return own.length === 0 ? [] : [`${own.length} × ${title}, ${formatSize(bytes)}`];
  });
  return parts.length === 0 ? 'none' : parts.join('; ');
}

function machineOf(document: LayoutDocument): string {
  const { type, version } = document.machine;
  return version === undefined ? type : `${type}, version ${version}`;
}

/** `6, of which QEMU refuses 1`. */
function stepsText({ events }: LayoutDocument, { timeline }: Plan): string {
  const refused = timeline?.columns.outcome.filter((outcome) => STEP_OUTCOMES[outcome] === 'refused').length ?? 0;
  const count = events.length.toLocaleString('en-US');
  return refused === 0 ? count : `${count}, of which QEMU refuses ${refused.toLocaleString('en-US')}`;
}

/** `2 threads open, 1 resolved`. */
export function threadsText({ review: { threads } }: LayoutDocument): string {
  const open = threads.filter(isOpen).length;
  const resolved = threads.length - open;
  const parts = [open === 0 ? 'no thread is open' : `${figure(open, 'thread')} open`];
  return [...parts, ...(resolved === 0 ? [] : [`${resolved.toLocaleString('en-US')} resolved`])].join(', ');
}

export function summary(document: LayoutDocument, plan: Plan): Section {
  const { verdict, window } = plan;
  const { size: ram, maxmem, slots } = document.memory;
  const items: (readonly [string, string])[] = [
    ['Machine', `${machineOf(document)}, ${dialectTitle(document)}`],
    ['CPU', document.cpu.model ?? 'QEMU’s default'],
    ['RAM at boot', ram === undefined ? 'QEMU’s default' : formatSize(ram)],
    ...(maxmem === undefined
      ? []
      : [['Maximum memory', `${formatSize(maxmem)}, ${figure(slots ?? 0, 'slot')}`] as const]),
    ['Memory devices', devicesOf(document)],
    ...(window === undefined
      ? []
      : [['Budget for devices', `${formatSize(window.used)} of ${formatSize(window.budget)} used`] as const]),
    ...(document.nodes.length === 0 ? [] : [['NUMA nodes', String(document.nodes.length)] as const]),
    ...(document.review.threads.length === 0 ? [] : [['Review', threadsText(document)] as const]),
    ...(document.events.length === 0 ? [] : [['Steps at run time', stepsText(document, plan)] as const]),
  ];
  const blocks: readonly Block[] = [
    ...(verdict.error === undefined ? [] : [{ kind: 'said', severity: 'error', text: verdict.error } as const]),
    ...verdict.warnings.map((warning) => ({ kind: 'said', severity: 'warning', text: warning }) as const),
    { kind: 'text', text: [...bitsSentence(plan), findingsSentence(document, plan)].join(' ') },
    { kind: 'terms', items },
  ];
  return { id: 'summary', title: 'Summary', blocks };
}
