/** Which exporter downloads which file; the ids are those of the exporter table. */
const EXPORTERS: Readonly<Record<string, string>> = {
  'etc/e820': 'etc-e820',
  'etc/reserved-memory-end': 'etc-reserved-memory-end',
  SRAT: 'srat',
  SLIT: 'slit',
  HMAT: 'hmat',
};

export const exporterOf = (file: string): string | undefined => EXPORTERS[file];
