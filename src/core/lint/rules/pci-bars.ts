/** What the rules about the firmware's PCI window have in common. */
import { pciWindows } from '../../boot/pci-windows';
import { firmwares } from '../../boot/firmwares';
import type { PciWindowRule } from '../../boot/pci-window';
import { size, type Range } from '../../base/range';
import { formatRange, formatSize } from '../../base/size-text';
import type { LayoutDocument } from '../../document/schema';
import { askedWindow, pciWindow, type PciWindow } from '../../firmware/pci-window';
import { pciNeed, type PciNeed } from '../../firmware/pci-need';
import type { Fix } from '../diagnostic';
import type { LintContext } from '../rule';
import { listed } from './naming';

export interface PciSum {
  readonly need: PciNeed;
  readonly window: PciWindow;
  /** Bytes that the window lacks; 0 if it has none to spare, negative for what is left. */
  readonly missing: number;
}

/** The rule that a layout names, else that of its firmware. */
export function windowRule({ document, boot }: LintContext): PciWindowRule | undefined {
  const firmware = firmwares.find(boot.firmware);
  return pciWindows.find(document.boot.pciWindow ?? firmware?.pciWindow ?? '');
}

const missingIn = (need: PciNeed, window: Range): number => need.total - size(window);

export function pciSum(context: LintContext): PciSum | undefined {
  const need = pciNeed(context.document);
  const rule = need === undefined ? undefined : windowRule(context);
  if (need === undefined || rule === undefined || context.startup.map === undefined) return undefined;
  const window = pciWindow(rule, context.document, context.startup, need);
  return { need, window, missing: missingIn(need, window.range) };
}

/** `8 devices of 1 TiB each`: devices that need the same, counted. */
function needsText({ devices }: PciNeed): string {
  const groups = new Map<number, string[]>();
  for (const { size: bytes, name } of devices) {
    const group = groups.get(bytes);
    if (group === undefined) groups.set(bytes, [name]);
    else group.push(name);
  }
  return listed(
    [...groups].map(([bytes, names]) =>
      names.length === 1
        ? `${formatSize(bytes)} for ${names[0] ?? ''}`
        : `${names.length} × ${formatSize(bytes)} for ${listed(names)}`,
    ),
  );
}

/** Need and window, with the sum. */
export const sumText = ({ need, window }: PciSum): string =>
  `${needsText(need)}: ${formatSize(need.total)}. Window of ${window.rule.firmware}, modelled: ${formatRange(window.range)}, ${formatSize(size(window.range))}.`;

/** Why a device needs more than its BARs have. */
export function alignmentText({ devices }: PciNeed): string {
  const behind = devices.find(({ port, size: bytes, bars }) => port !== undefined && bytes > bars);
  return behind === undefined
    ? ''
    : ` The window of a port is a multiple of the largest BAR behind it: ${formatSize(behind.bars)} of ${behind.name} take ${formatSize(behind.size)}.`;
}

/** How a rule comes to its size. */
export function ruleText({ rule, bits, asked }: PciWindow): string {
  if (asked !== undefined) return `-fw_cfg ${rule.knob?.name ?? ''} asks for ${formatSize(asked)}.`;
  if (bits === undefined)
    return 'This firmware does not believe the CPU’s address width, and takes its smallest window.';
  if (rule.grows) return `It takes the top of ${bits} address bits, down to where memory ends.`;
  return rule.share === undefined
    ? `It has ${formatSize(rule.size)}.`
    : `It is one ${rule.share === 8 ? 'eighth' : 'quarter'} of ${bits} address bits.`;
}

/** Ways to a window that has more than is needed, each tried. */
export function windowFixes(context: LintContext, { need, window }: PciSum): readonly Fix[] {
  const { document, startup } = context;
  const { rule } = window;
  const { cpu } = startup;
  const fits = (other: PciWindowRule, changed: LayoutDocument, bits: number): boolean => {
    const { range } = pciWindow(
      other,
      changed,
      cpu === undefined ? startup : { ...startup, cpu: { ...cpu, physBits: bits } },
      need,
    );
    return missingIn(need, range) < 0 && range.end <= 2 ** bits;
  };
  const bits = cpu?.physBits ?? 0;
  const fixes: Fix[] = [];
  const newer = rule.grows ? undefined : pciWindows.all.find((each) => !each.grows && fits(each, document, bits));
  if (newer !== undefined && askedWindow(rule, document) === undefined) {
    fixes.push({
      title: `Plan for ${newer.firmware}`,
      edits: [{ op: 'set', path: 'boot.pciWindow', value: newer.id }],
    });
  }
  const knob = knobFix(context, need, (changed) => fits(rule, changed, bits));
  if (knob !== undefined) fixes.push(knob);
  for (let more = bits + 1; more <= rule.mostBits && bits > 0; more += 1) {
    if (!fits(rule, document, more)) continue;
    fixes.push({ title: `Use phys-bits ${more}`, edits: [{ op: 'set', path: 'cpu.physBits', value: more }] });
    break;
  }
  return fixes;
}

/** The least power of two for `X-PciMmio64Mb` that is enough. */
function knobFix(context: LintContext, need: PciNeed, isEnough: (changed: LayoutDocument) => boolean): Fix | undefined {
  const { document } = context;
  const knob = windowRule(context)?.knob;
  const old = document.options.findIndex(({ name, value }) => name === 'fw_cfg' && value?.includes(knob?.name ?? ' '));
  for (let bytes = 2 ** 35; knob !== undefined && bytes <= knob.most; bytes *= 2) {
    if (bytes <= need.total) continue;
    const option = { name: 'fw_cfg', value: `name=${knob.name},string=${bytes / 2 ** 20}` };
    const options = old < 0 ? [...document.options, option] : document.options.with(old, option);
    if (!isEnough({ ...document, options })) continue;
    return { title: `Ask OVMF for ${formatSize(bytes)}`, edits: [{ op: 'set', path: 'options', value: options }] };
  }
  return undefined;
}
