/** What a guest prints of its memory, for requests that name a firmware. */
import { firmwares } from '../boot/firmwares';
import { DEFAULT_KERNEL, kernels } from '../boot/kernels';
import { firmwareHandOff } from '../firmware/index';
import { linuxView } from '../linux/index';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import type { PredictRequest } from './predict-request';
import type { PredictDiagnostic } from './prediction';

/** First and last address and the kernel's word for the type, as the recorded cases have them. */
export type BiosE820 = readonly (readonly [first: string, last: string, words: string])[];

export interface PredictedBoot {
  readonly bios_e820?: BiosE820;
  readonly diagnostics: readonly PredictDiagnostic[];
}

const hex = (value: number): string => `0x${value.toString(16)}`;

const unknownName = (what: 'firmware' | 'kernel', asked: string, known: readonly string[]): PredictDiagnostic => ({
  code: `predict/${what}-not-predicted`,
  severity: 'error',
  message: `${what} ${asked} is not known; the answer covers what QEMU hands to firmware`,
  works: `one of ${known.join(', ')}`,
});

/** @param startup absent where QEMU refuses to start: then there is nothing to boot */
export function predictedBoot(request: PredictRequest, startup: AcceptedStartup | undefined): PredictedBoot {
  const { firmware: asked, kernel: version = DEFAULT_KERNEL, append = '' } = request;
  if (asked === undefined) {
    return request.kernel === undefined ? { diagnostics: [] } : { diagnostics: [WITHOUT_FIRMWARE] };
  }
  const firmware = firmwares.find(asked);
  const kernel = kernels.find(version);
  if (firmware === undefined)
    return {
      diagnostics: [
        unknownName(
          'firmware',
          asked,
          firmwares.all.map(({ id }) => id),
        ),
      ],
    };
  if (kernel === undefined)
    return {
      diagnostics: [
        unknownName(
          'kernel',
          version,
          kernels.all.map(({ id }) => id),
        ),
      ],
    };
  if (startup === undefined) return { diagnostics: [] };
  const bare = request.args === undefined ? startup : withoutDefaults(startup);
  const linux = linuxView({ handOff: firmwareHandOff(firmware, bare), kernel, append, startup: bare });
  return {
    bios_e820: linux.bios.map(({ range, words }) => [hex(range.start), hex(range.end - 1), words] as const),
    diagnostics: [
      ...linux.caveats.map((message) => ({ code: `predict/${linux.sure}`, severity: 'info' as const, message })),
      ...(bare === startup ? [] : [WITHOUT_DEFAULTS]),
    ],
  };
}

/**
 * A command line that is asked about is taken as the recorded boots were made: without the devices that QEMU adds by itself, such as
 * the CD-ROM of q35, for which SeaBIOS keeps a page. A layout is planned as it is.
 */
function withoutDefaults(startup: AcceptedStartup): AcceptedStartup {
  if (startup.options.some(({ name }) => name === 'nodefaults')) return startup;
  const option = { name: 'nodefaults', text: '', word: 0, prefix: '' };
  return { ...startup, options: [...startup.options, option] };
}

const WITHOUT_DEFAULTS: PredictDiagnostic = {
  code: 'predict/without-default-devices',
  severity: 'info',
  message: 'bios_e820 is that of a guest without the devices that QEMU adds by itself (-nodefaults)',
  works: 'ask with "layout" to have them counted',
};

const WITHOUT_FIRMWARE: PredictDiagnostic = {
  code: 'predict/kernel-without-firmware',
  severity: 'warning',
  message: 'What a kernel sees depends on the firmware, and the request names none',
  works: 'add "firmware", for example "seabios" or "ovmf"',
};
