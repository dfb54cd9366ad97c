import type { MachineFamily, MachineVersion, VersionRules } from './machine';

/** A version and what is different in it and in every older one. */
export interface VersionRow {
  readonly version: string;
  readonly changes?: Partial<VersionRules>;
}

/** The newest rules of `q35` and `pc`; also those of machine types without versions. */
export const newestRules: VersionRules = {
  avoidsHyperTransport: true,
  checks32BitCpus: true,
  prefersCores: true,
  maxCpus: 255,
  unpluggedInaccessible: 'on',
  smbios32: false,
  smallModules: false,
  unplugsThroughAcpi: true,
};

/**
 * Each version's rules, derived from the next newer one's.
 * @param rows newest first
 */
export function deriveVersions(
  family: MachineFamily,
  prefix: string,
  newest: VersionRules,
  rows: readonly VersionRow[],
): MachineVersion[] {
  let rules = newest;
  return rows.map(({ version, changes }) => {
    rules = { ...rules, ...changes };
    return { id: `${prefix}-${version}`, family, rules };
  });
}

/** What both versioned types changed, newest first (spec section 11). */
export const sharedRows: readonly VersionRow[] = [
  { version: '11.1' },
  { version: '11.0' },
  { version: '10.2' },
  { version: '10.1' },
  { version: '10.0' },
  { version: '9.2' },
  { version: '9.1' },
  { version: '9.0', changes: { smallModules: true } },
  { version: '8.2' },
  { version: '8.1', changes: { checks32BitCpus: false } },
  { version: '8.0', changes: { unpluggedInaccessible: 'auto', smbios32: true } },
  { version: '7.2' },
  { version: '7.1' },
  { version: '7.0', changes: { avoidsHyperTransport: false } },
  { version: '6.2', changes: { unpluggedInaccessible: 'off' } },
  { version: '6.1', changes: { prefersCores: false } },
  { version: '6.0' },
  { version: '5.2' },
];

/** `rows` with further changes at some versions. */
export const withChanges = (
  rows: readonly VersionRow[],
  more: Readonly<Record<string, Partial<VersionRules>>>,
): VersionRow[] => rows.map((row) => ({ version: row.version, changes: { ...row.changes, ...more[row.version] } }));
