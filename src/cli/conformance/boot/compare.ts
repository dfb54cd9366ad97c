/** Puts what physmap says of a guest beside what the guest said. */
import { firmwares } from '../../../core/boot/firmwares';
import { DEFAULT_KERNEL, kernels } from '../../../core/boot/kernels';
import type { EfiType, HandOff, HandOffRange } from '../../../core/firmware/hand-off';
import { firmwareHandOff } from '../../../core/firmware/index';
import { biosE820Lines, linuxView } from '../../../core/linux/index';
import type { LinuxView } from '../../../core/linux/view';
import type { AcceptedStartup } from '../../../core/qemu/tables/accepted';
import type { Sureness } from '../../../core/space/region';
import type { Difference } from '../compare';
import { rowsText } from './log';
import type { FirmwareChoice } from './wish';

export interface Comparison {
  readonly differences: readonly Difference[];
  /** How sure physmap said that it was of the firmware's part. */
  readonly sure: Sureness;
}

const WORDS: Readonly<Record<number, string>> = { 1: 'System RAM', 2: 'device reserved' };
const EFI_WORDS: Readonly<Record<EfiType, string>> = {
  conventional: 'Conventional',
  reserved: 'Reserved',
  'runtime-code': 'Runtime Code +RUN',
  'runtime-data': 'Runtime Data +RUN',
  mmio: 'MMIO +RUN',
  unusable: 'Unusable',
  'acpi-reclaim': 'ACPI Reclaim',
  'acpi-nvs': 'ACPI Mem NVS',
  persistent: 'Persistent',
};

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

function wordsOf({ type, efi, specificPurpose }: HandOffRange): string {
  if (efi === undefined) return WORDS[type ?? 0] ?? `type ${type}`;
  return EFI_WORDS[efi] + (specificPurpose === true ? ' +SP' : '');
}

const listText = (handOff: HandOff): string =>
  rowsText(handOff.ranges.map((each) => ({ first: each.range.start, last: each.range.end - 1, words: wordsOf(each) })));

function linuxFields(view: LinuxView, kernel: Parameters<typeof biosE820Lines>[1]): readonly [string, string][] {
  const gap = view.pciGap;
  return [
    ['BIOS-e820', biosE820Lines(view.bios, kernel).join('\n')],
    ['edits', view.edits.join('\n')],
    ['last_pfn', view.lastPfn.join('\n')],
    ['PCI gap', gap === undefined ? '' : `${hex(gap.start)}-${hex(gap.end - 1)}`],
    ['SRAT', view.srat.join('\n')],
    ['early nodes', view.earlyNodeRanges.join('\n')],
    ['RAM in KiB', String(view.ramBytes / 1024)],
  ];
}

/** @param measured the fields that the guest's log has; no others are compared */
export function compareBoot(
  choice: FirmwareChoice,
  startup: AcceptedStartup,
  measured: ReadonlyMap<string, string>,
): Comparison {
  const firmware = firmwares.find(choice);
  const kernel = kernels.find(DEFAULT_KERNEL);
  if (firmware === undefined || kernel === undefined) throw new Error('a table lacks what it must have');
  const handOff = firmwareHandOff(firmware, startup);
  const view = linuxView({ handOff, kernel, append: choice === 'ovmf' ? 'efi=debug' : '', startup });
  const predicted = new Map([['firmware', listText(handOff)], ...linuxFields(view, kernel)]);
  const differences = [...measured].flatMap(([field, was]): Difference[] => {
    const says = predicted.get(field) ?? '';
    return was === says ? [] : [{ field, measured: was, predicted: says }];
  });
  return { differences, sure: handOff.sure };
}
