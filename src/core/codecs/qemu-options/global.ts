/** `-global`, in both spellings. */
import { lastValue, parseQemuOpts } from '../../options/qemu-opts';
import { keepOption, type OptionReader } from './draft';

/** QEMU's scan of `DRIVER.PROPERTY=VALUE`; anything else is read as pairs (qemu_global_option). */
const SHORT = /^([^.=]{1,63})\.([^=]{1,63})=([\s\S]*)$/;

export const readGlobal: OptionReader = (draft, option) => {
  const short = SHORT.exec(option.text);
  const { id, pairs } = parseQemuOpts(option.text);
  const [driver, property, value] =
    short?.slice(1) ?? ['driver', 'property', 'value'].map((key) => lastValue(pairs, key));
  const isExact = short !== null || (id === undefined && pairs.every(({ key }) => KEYS.has(key)));
  if (driver === undefined || property === undefined || value === undefined || !isExact) {
    keepOption(
      draft,
      option,
      `-global ${option.text} is kept as typed: it does not name a driver, a property and a value.`,
    );
  } else draft.globals.push({ driver, property, value });
  return undefined;
};

const KEYS = new Set(['driver', 'property', 'value']);
