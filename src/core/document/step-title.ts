/** What a step of the timeline does, in words. */
import { formatSize } from '../base/size-text';
import type { LayoutDocument, LayoutEvent } from './schema';

type Step<K extends LayoutEvent['do']> = Extract<LayoutEvent, { do: K }>;

const ON: Readonly<Record<Step<'blocks'>['to'], string>> = {
  online: 'online',
  online_kernel: 'online, as kernel memory',
  online_movable: 'online, movable',
  offline: 'offline',
};

function pluggedSize(document: LayoutDocument, { device, backend }: Step<'plug'>): string {
  const all = backend === undefined ? document.backends : [backend, ...document.backends];
  const own = all.find(({ id }) => id === device.memdev);
  return own === undefined ? '' : `, ${formatSize(own.size)}`;
}

function guestWords({ online, pinsMemory, loads }: Step<'guest'>): string {
  const changes = [
    ...(online === undefined ? [] : [online]),
    ...(pinsMemory === undefined ? [] : [pinsMemory ? 'pins memory' : 'pins nothing']),
    ...(loads === undefined ? [] : [`loads ${loads}`]),
  ];
  return changes.length === 0 ? 'guest as it was' : `guest: ${changes.join(', ')}`;
}

function qmpWords(command: string): string {
  try {
    const { execute } = JSON.parse(command) as { readonly execute?: unknown };
    return typeof execute === 'string' ? execute : 'QMP without a command';
  } catch {
    return 'QMP that is no JSON';
  }
}

const TITLES: { readonly [K in LayoutEvent['do']]: (step: Step<K>, document: LayoutDocument) => string } = {
  plug: (step, document) => `plug ${step.device.id ?? `a ${step.device.kind}`}${pluggedSize(document, step)}`,
  unplug: ({ device }) => `unplug ${device}`,
  resize: ({ device, requestedSize }) => `resize ${device} to ${formatSize(requestedSize)}`,
  reboot: () => 'reboot',
  guest: guestWords,
  blocks: ({ device, to, count }) => `${count === undefined ? 'blocks' : `${count} blocks`} of ${device} ${ON[to]}`,
  qmp: ({ command }) => qmpWords(command),
};

const titleOf = <K extends LayoutEvent['do']>(kind: K, step: Step<K>, document: LayoutDocument): string =>
  TITLES[kind](step, document);

/** `plug dimm1, 8 GiB`; the step's own title if it has one. */
export const stepTitle = (document: LayoutDocument, step: LayoutEvent): string =>
  step.title ?? titleOf(step.do, step, document);
