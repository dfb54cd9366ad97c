/** Quantities of Kubernetes: `8Gi`, `8G`, `1.5Gi`, `1e9` (apimachinery, resource.Quantity). */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Bytes, fractions rounded up as Quantity.Value does; undefined for what is none, or more than a layout holds. */
export function quantityOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const [, whole, exponent, unit = ''] =
    /^(\d{1,16}(?:\.\d{1,9})?)(?:[eE](\d{1,2})|([kMGTPE]|[KMGTPE]i)?)$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const bytes = Math.ceil(Number(whole) * (exponent === undefined ? (UNITS[unit] ?? 1) : 10 ** Number(exponent)));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
