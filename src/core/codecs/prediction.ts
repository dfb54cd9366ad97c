/** One answer of the headless interface: what QEMU, or one with a patch, would make of a command line, in the form in which answers are recorded. */
import { toHex } from '../base/bytes';
import { defaultDialect, dialects } from '../dialects/index';
import type { Startup } from '../qemu/machine';
import { startUp } from '../qemu/startup';
import { accepted, type AcceptedStartup } from '../qemu/tables/accepted';
import { cmosBytes } from '../qemu/tables/cmos';
import { byObjectTree } from '../qemu/tables/device-order';
import { e820Bytes, e820Records } from '../qemu/tables/e820';
import { numaKeyBytes } from '../qemu/tables/numa-key';
import { sratBytes, sratRecords } from '../qemu/tables/srat';
import type { Json } from './json-text';
import { predictedMarking, type PredictedMarking } from './predicted-marking';
import { predictedBoot, type BiosE820 } from './predicted-boot';
import type { PredictRequest } from './predict-request';

export interface PredictDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** What would work, where physmap itself complains. */
  readonly works?: string;
  /** The word of `args` that it is about. */
  readonly word?: number;
  readonly [key: string]: Json | undefined;
}

export interface SratMemory {
  readonly pxm: number;
  readonly base: string;
  readonly length: string;
  readonly flags: number;
  readonly [key: string]: Json;
}

/** Tables of a machine that starts, in the recorded form. */
export interface PredictedTables {
  readonly e820: readonly (readonly [base: string, length: string, type: number])[];
  readonly e820_hex: string;
  readonly reserved_memory_end: string | null;
  readonly srat_hex: string | null;
  readonly srat_mem: readonly SratMemory[] | null;
  /** As `query-memory-devices` lists them. */
  readonly memory_devices: readonly Json[];
  /** Registers 15 16 17 18 30 31 34 35 5b 5c 5d 5f. */
  readonly cmos: string;
  /** fw_cfg item 0x0D. */
  readonly numa_key: string;
}

/** What stands in for tables where QEMU refuses to start: no `e820`, `cmos` and `numa_key` at all. */
export interface NoTables {
  readonly e820_hex: null;
  readonly reserved_memory_end: null;
  readonly srat_hex: null;
  readonly srat_mem: null;
  readonly memory_devices: null;
}

export type PredictAnswer = {
  readonly id: string | null;
  readonly ok: boolean;
  readonly error: string | null;
  readonly warnings: readonly string[];
} & Partial<PredictedTables | NoTables> &
  Partial<PredictedMarking> & {
    readonly bios_e820?: BiosE820;
    readonly diagnostics: readonly PredictDiagnostic[];
  };

const NO_TABLES: NoTables = {
  e820_hex: null,
  reserved_memory_end: null,
  srat_hex: null,
  srat_mem: null,
  memory_devices: null,
};

/**
 * Answers one request whose layout or link has become `args` already. Never throws on any `args`.
 * What is not predicted is said in a diagnostic, never guessed: a tree that nobody knows gets no tables at all.
 */
export function predict(request: PredictRequest, args: readonly string[]): PredictAnswer {
  const asked = request.dialect ?? defaultDialect.id;
  const dialect = dialects.find(asked);
  if (dialect === undefined) {
    const diagnostic = notPredicted(asked, `tables of ${dialects.all.map(({ id }) => id).join(', ')} only`);
    return {
      id: request.id,
      ok: false,
      error: `physmap: ${diagnostic.message}`,
      warnings: [],
      ...NO_TABLES,
      diagnostics: [diagnostic],
    };
  }
  const startup = startUp(args, { dialect });
  const tables = accepted(startup);
  const [refusal] = startup.refusals;
  if (!refusal && !tables) throw new Error('a start-up without refusals lacks a part');
  const boot = predictedBoot(request, tables);
  return {
    id: request.id,
    ok: !refusal,
    error: refusal?.text ?? null,
    warnings: startup.warnings.map(({ text }) => text),
    ...(tables ? tablesOf(tables) : NO_TABLES),
    ...predictedMarking(startup),
    ...(boot.bios_e820 === undefined ? {} : { bios_e820: boot.bios_e820 }),
    diagnostics: [...findings(startup), ...boot.diagnostics],
  };
}

function tablesOf(startup: AcceptedStartup): PredictedTables {
  const e820 = e820Records(startup);
  const srat = sratRecords(startup);
  const { reservedMemoryEnd } = startup.map;
  return {
    e820: e820.map(({ base, length, type }) => [hex(base), hex(length), type] as const),
    e820_hex: toHex(e820Bytes(e820)),
    reserved_memory_end: reservedMemoryEnd === undefined ? null : hex(reservedMemoryEnd),
    srat_hex: srat ? toHex(sratBytes(startup, srat)) : null,
    srat_mem: srat
      ? srat.flatMap((record) =>
          record.type === 'memory'
            ? [{ pxm: record.node, base: hex(record.base), length: hex(record.length), flags: record.flags }]
            : [],
        )
      : null,
    memory_devices: memoryDevices(startup),
    cmos: toHex(cmosBytes(startup)),
    numa_key: toHex(numaKeyBytes(startup)),
  };
}

/**
 * QMP lists devices by address (hw/mem/memory-device.c, memory_device_build_list). Only unplaced ones share an address: each is put
 * before those already in the list, which leaves the named ones first, each group against the order of the object tree.
 */
export function memoryDevices(startup: Startup): readonly Json[] {
  const walked = [...byObjectTree(startup, startup.devices)].reverse();
  const listed = [...walked.filter(({ id }) => id !== undefined), ...walked.filter(({ id }) => id === undefined)];
  return listed
    .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0))
    .map(({ info }) => ({ type: info.type, data: exactNumbers(info.data) }));
}

const isSafe = (value: bigint): boolean => Number.isSafeInteger(Number(value));

/** Numbers where they are exact, bigints elsewhere. */
function exactNumbers(data: Readonly<Record<string, string | bigint | boolean>>): Json {
  const exact: Record<string, Json> = {};
  for (const [key, value] of Object.entries(data)) {
    exact[key] = typeof value === 'bigint' && isSafe(value) ? Number(value) : value;
  }
  return exact;
}

function findings({ refusals, warnings, options }: Startup): PredictDiagnostic[] {
  const finding = (severity: 'error' | 'warning', code: string, message: string, option?: number) => {
    const word = option === undefined ? undefined : options[option]?.word;
    return { code, severity, message, ...(word === undefined ? {} : { word }) };
  };
  return [
    ...refusals.slice(0, 1).map(({ code, text, option }) => finding('error', code, text, option)),
    ...warnings.map(({ code, text, option }) => finding('warning', code, text, option)),
  ];
}

const notPredicted = (asked: string, covered: string): PredictDiagnostic => ({
  code: 'predict/dialect-not-predicted',
  severity: 'error',
  message: `dialect ${asked} is not predicted yet; the answer covers ${covered}`,
  works: 'leave out "dialect"',
});

const hex = (value: bigint): string => `0x${value.toString(16)}`;
