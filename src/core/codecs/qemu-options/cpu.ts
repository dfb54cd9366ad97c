/** `-cpu`, and the globals that say the same. */
import type { LayoutDraft } from './draft';
import { partOf, type OptionFault, type TypedOption } from './typed-option';
import { countValue, flagValue } from './values';

interface CpuFields {
  model?: string;
  physBits?: number;
  vendor?: string;
  longMode?: boolean;
  x2apic?: boolean;
  features?: string[];
}

type Setting = 'phys-bits' | 'vendor' | 'lm' | 'x2apic';
const isSetting = (key: string): key is Setting =>
  key === 'phys-bits' || key === 'vendor' || key === 'lm' || key === 'x2apic';
const isFlag = (key: string): key is 'lm' | 'x2apic' => key === 'lm' || key === 'x2apic';

/** Puts a setting into its field; false if QEMU could not read it, or a document could not hold it. */
function put(cpu: CpuFields, key: Setting, text: string): boolean {
  if (key === 'vendor') cpu.vendor = text;
  else if (key === 'phys-bits') {
    const bits = countValue(text);
    if (bits.is !== 'value') return false;
    cpu.physBits = bits.value;
  } else {
    const flag = flagValue(text);
    if (flag.is !== 'value') return false;
    cpu[key === 'lm' ? 'longMode' : 'x2apic'] = flag.value;
  }
  return true;
}

const EXPECTED = { 'phys-bits': 'uint64', lm: "'on' or 'off'", x2apic: "'on' or 'off'", vendor: '' } as const;

/** Takes `-cpu` apart. `+name` and `-name` count after everything else, `-name` last (x86_cpu_parse_featurestr). */
export function takeCpu(option: TypedOption): { readonly cpu: CpuFields; readonly fault?: OptionFault } {
  const [model = '', ...typed] = option.text.split(',');
  const cpu: CpuFields = { model };
  const features: string[] = [];
  const signed: string[] = [];
  for (const feature of typed) {
    if (feature === '') continue;
    const [, name = '', value = 'on'] =
      /^([^=]*)=?([\s\S]*)$/.exec(feature.includes('=') ? feature : `${feature}=on`) ?? [];
    const key = name.replaceAll('_', '-');
    if (/^[+-]/.test(feature)) (isFlag(feature.slice(1)) ? signed : features).push(feature);
    else if (!isSetting(key)) features.push(feature);
    else if (!put(cpu, key, value)) {
      const part = partOf(option.text, name);
      const text = `can't apply global ${model}-x86_64-cpu.${key}=${value}: Parameter '${key}' expects ${EXPECTED[key]}`;
      const works = key === 'phys-bits' ? 'A whole number: phys-bits=48.' : `${key}=on or ${key}=off.`;
      return { cpu, fault: { option, ...(part === undefined ? {} : { part }), text, works } };
    }
  }
  for (const sign of ['+', '-']) {
    for (const feature of signed.filter((each) => each.startsWith(sign))) {
      const key = feature.slice(1);
      if (isFlag(key)) put(cpu, key, sign === '+' ? 'on' : 'off');
    }
  }
  return { cpu: features.length > 0 ? { ...cpu, features } : cpu };
}

/** Moves `-global cpu.phys-bits=…` and its kin into fields that `-cpu` left open. The last one counts. */
export function takeCpuGlobals(cpu: CpuFields, globals: LayoutDraft['globals'], defaultModel: string): void {
  const classes = ['cpu', 'x86_64-cpu', `${cpu.model ?? defaultModel}-x86_64-cpu`];
  const before = { ...cpu };
  for (const key of ['phys-bits', 'vendor', 'lm', 'x2apic'] as const) {
    const isAbout = (global: (typeof globals)[number]): boolean =>
      global.property === key && classes.includes(global.driver);
    const last = globals.findLast(isAbout);
    if (last === undefined) continue;
    const draft: CpuFields = {};
    if (!globals.filter(isAbout).every(({ value }) => put(draft, key, value))) continue;
    globals.splice(0, globals.length, ...globals.filter((global) => !isAbout(global)));
    // Written with `-cpu`, a setting needs its model named.
    Object.assign(cpu, { model: defaultModel }, draft, before);
  }
}
