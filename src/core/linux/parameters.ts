/** What parameters of the kernel's command line do to the table. Each name has one reader, in the table below. */
import type { Kernel } from '../boot/kernel';
import { onlinePolicySchema, type OnlinePolicy } from '../document/schema';
import type { HandOff } from '../firmware/hand-off';
import { readMem, readMemmap } from './memmap';
import type { TableChange } from './table-change';
import { COMMAND_LINE_CHARACTERS, kernelParameters, type Parameter } from './words';

export interface Remark {
  readonly parameter: string;
  readonly text: string;
}

/** What all parameters together ask for. */
export interface ParameterEffects {
  /** In the order of the command line. */
  readonly changes: readonly TableChange[];
  /** The kernel prints its `user` table. */
  readonly userDefined: boolean;
  /** EFI_MEMORY_SP counts. */
  readonly softReserve: boolean;
  /** `mem=`: memory above is refused while the kernel boots. */
  readonly memoryLimit?: bigint;
  /** `memhp_default_state=`. */
  readonly policy?: OnlinePolicy;
  /** `movable_node` is given. */
  readonly prefersMovable: boolean;
  /** ACPI's tables about nodes are not read. */
  readonly ignoresSrat: boolean;
  /** The kernel stops while it reads them: why. */
  readonly stops?: string;
  readonly remarks: readonly Remark[];
}

/** What one parameter adds. */
export interface ParameterEffect {
  readonly changes?: readonly TableChange[];
  readonly userDefined?: true;
  readonly softReserve?: false;
  readonly memoryLimit?: bigint;
  readonly policy?: OnlinePolicy;
  readonly prefersMovable?: true;
  readonly ignoresSrat?: true;
  readonly stops?: string;
  /** Why it has no effect, or not all of it. */
  readonly remarks?: readonly string[];
}

export interface ParameterContext {
  readonly handOff: HandOff;
  readonly kernel: Kernel;
}

type Reader = (value: string, context: ParameterContext) => ParameterEffect;

const remark = (text: string): ParameterEffect => ({ remarks: [text] });

/** Names with underscores; a dash is the same to the kernel. Every other parameter does nothing to the memory table. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['memmap', readMemmap],
  ['mem', readMem],
  ['efi', readEfi],
  [
    'efi_fake_mem',
    () =>
      remark(
        'Linux has dropped it, and ignores it. memmap=SIZE%ADDRESS-1+0xefffffff makes RAM soft reserved, with any firmware.',
      ),
  ],
  ['numa', readNuma],
  ['memhp_default_state', readPolicy],
  ['movable_node', () => ({ prefersMovable: true })],
  [
    'acpi',
    (value) =>
      value === 'off' ? remark('Without ACPI there are no nodes, no DIMMs and other resources: not planned.') : {},
  ],
]);

function readEfi(value: string, { handOff, kernel }: ParameterContext): ParameterEffect {
  if (!value.split(',').includes('nosoftreserve')) return {};
  if (handOff.kind === 'e820') return remark('efi=nosoftreserve has no effect: this firmware is not UEFI.');
  if (!kernel.knowsSoftReserved)
    return remark('efi=nosoftreserve has no effect: this kernel takes EFI_MEMORY_SP memory as RAM anyway.');
  return { softReserve: false };
}

function readNuma(value: string): ParameterEffect {
  if (value === 'off') return { ignoresSrat: true };
  return value.startsWith('fake=') ? remark('Emulated nodes are not planned.') : {};
}

/** Another word leaves the policy as it was built in (Linux mm/memory_hotplug.c, setup_memhp_default_state). */
function readPolicy(value: string): ParameterEffect {
  const policy = onlinePolicySchema.safeParse(value);
  return policy.success
    ? { policy: policy.data }
    : remark('It is not offline, online, online_kernel or online_movable: it has no effect.');
}

/** Reads all that the kernel keeps of the command line. Any text is read to its end, and nothing throws. */
export function readParameters(append: string, context: ParameterContext): ParameterEffects {
  if (append === '') return NO_EFFECTS;
  const effects = kernelParameters(append).flatMap((parameter) => effectOf(parameter, context));
  const limits = effects.flatMap(({ effect }) => effect.memoryLimit ?? []);
  const limit = limits.at(-1);
  const policy = effects.findLast(({ effect }) => effect.policy !== undefined)?.effect.policy;
  const stops = effects.find(({ effect }) => effect.stops !== undefined)?.effect.stops;
  const cut = append.length > COMMAND_LINE_CHARACTERS ? [TOO_LONG] : [];
  return {
    changes: effects.flatMap(({ effect }) => effect.changes ?? []),
    userDefined: effects.some(({ effect }) => effect.userDefined === true),
    softReserve: effects.every(({ effect }) => effect.softReserve !== false),
    ignoresSrat: effects.some(({ effect }) => effect.ignoresSrat === true),
    prefersMovable: effects.some(({ effect }) => effect.prefersMovable === true),
    remarks: [
      ...effects.flatMap(({ text, effect }) => (effect.remarks ?? []).map((why) => ({ parameter: text, text: why }))),
      ...cut,
    ],
    ...(limit === undefined ? {} : { memoryLimit: limit }),
    ...(policy === undefined ? {} : { policy }),
    ...(stops === undefined ? {} : { stops }),
  };
}

function effectOf(
  { text, name, value = '' }: Parameter,
  context: ParameterContext,
): { readonly text: string; readonly effect: ParameterEffect }[] {
  const reader = READERS.get(name.replaceAll('-', '_'));
  return reader === undefined ? [] : [{ text, effect: reader(value, context) }];
}

const NO_EFFECTS: ParameterEffects = {
  changes: [],
  userDefined: false,
  softReserve: true,
  ignoresSrat: false,
  prefersMovable: false,
  remarks: [],
};

const TOO_LONG: Remark = {
  parameter: '…',
  text: `Linux keeps ${COMMAND_LINE_CHARACTERS} characters of its command line; what follows is lost.`,
};
