/**
 * The quick answer of a schema to values that fit it just as they are. A schema that was not compiled takes microseconds for each
 * field; very many steps would take longer to judge than to carry out.
 */
import type * as z from 'zod/mini';

/** True: the schema has nothing to say of a value, and would give back an equal one. False where there is any doubt. */
export type FitsAsItIs = (value: unknown) => boolean;

const never: FitsAsItIs = () => false;

/** Made from the schema itself, so that there are no two rules of what fits. Of what it does not know it says that it does not fit. */
export function quickCheck(schema: z.core.$ZodType): FitsAsItIs {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  // A kind of text or number of its own, or what makes one of something else.
  if (('format' in def && def.format !== undefined) || ('coerce' in def && def.coerce === true)) return never;
  switch (def.type) {
    case 'string':
      return both((value) => typeof value === 'string', def.checks, textCheck);
    case 'number':
      return both(Number.isFinite, def.checks, numberCheck);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
      return oneOf(def.values);
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'optional':
      return quickCheck(def.innerType);
    case 'default':
      return quickCheck(def.innerType);
    case 'array': {
      const item = quickCheck(def.element);
      return both((value) => Array.isArray(value) && value.every(item), def.checks, lengthCheck);
    }
    case 'object':
      return objectCheck(def);
    case 'record':
      return recordCheck(quickCheck(def.keyType), quickCheck(def.valueType));
    case 'union':
      return 'discriminator' in def ? memberCheck(def.options, String(def.discriminator)) : never;
    default:
      return never;
  }
}

type Check = z.core.$ZodCheck<never>;
type CheckOf = (check: z.core.$ZodChecks['_zod']['def']) => FitsAsItIs;

function both(fits: FitsAsItIs, checks: readonly Check[] | undefined, checkOf: CheckOf): FitsAsItIs {
  const all = (checks ?? []).map((check) => checkOf((check as unknown as z.core.$ZodChecks)._zod.def));
  return (value) => fits(value) && all.every((each) => each(value));
}

const textCheck: CheckOf = (def) => {
  if (def.check !== 'string_format') return lengthCheck(def);
  const { pattern } = def;
  // One that goes on where it stopped would have a memory.
  return pattern === undefined || pattern.global || pattern.sticky ? never : (value) => pattern.test(value as string);
};

const lengthCheck: CheckOf = (def) => {
  if (def.check === 'max_length') return (value) => (value as { length: number }).length <= def.maximum;
  if (def.check === 'min_length') return (value) => (value as { length: number }).length >= def.minimum;
  return never;
};

const numberCheck: CheckOf = (def) => {
  if (def.check === 'number_format' && def.format === 'safeint') return Number.isSafeInteger;
  if (def.check === 'greater_than' && def.inclusive) return (value) => (value as number) >= Number(def.value);
  if (def.check === 'less_than' && def.inclusive) return (value) => (value as number) <= Number(def.value);
  return never;
};

function oneOf(values: readonly unknown[]): FitsAsItIs {
  const all = new Set(values);
  return (value) => all.has(value);
}

/** Without a field that it does not know, and with all that it must have: a default that is to be filled in is not there as it is. */
function objectCheck({ shape, catchall }: z.core.$ZodObjectDef): FitsAsItIs {
  if (catchall?._zod.def.type !== 'never') return never;
  const fields = new Map(Object.entries(shape).map(([key, schema]) => [key, quickCheck(schema)]));
  const needed = Object.entries(shape).flatMap(([key, { _zod }]) => (_zod.def.type === 'optional' ? [] : [key]));
  return (value) => {
    if (!isFields(value)) return false;
    for (const key of Object.keys(value)) if (fields.get(key)?.(value[key]) !== true) return false;
    return needed.every((key) => Object.hasOwn(value, key));
  };
}

const recordCheck =
  (fitsKey: FitsAsItIs, fitsValue: FitsAsItIs): FitsAsItIs =>
  (value) =>
    isFields(value) &&
    // What is called so has no place in a record.
    !Object.hasOwn(value, '__proto__') &&
    Object.keys(value).every((key) => fitsKey(key) && fitsValue(value[key]));

/** The member whose name stands in a field. */
function memberCheck(options: readonly z.core.$ZodType[], key: string): FitsAsItIs {
  const members = new Map<unknown, FitsAsItIs>();
  for (const option of options) {
    const names = option._zod.propValues?.[key];
    if (names === undefined) return never;
    const check = quickCheck(option);
    for (const name of names) members.set(name, check);
  }
  return (value) => isFields(value) && members.get(value[key])?.(value) === true;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
