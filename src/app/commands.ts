/**
 * What the user can do, as one list: menus, the shortcut sheet and the key handler are made from it.
 *
 * A shortcut is written as modifiers and a key: `Mod+Shift+Z`, `G`, `?`, `Escape`, `KeyW`. `Mod` is Ctrl, or Cmd on a Mac. Names of
 * physical keys (`KeyW`) match the place on the keyboard, others the character that is typed.
 */
export interface Command {
  readonly id: string;
  /** A verb and its object, as a menu shows it. */
  readonly title: string;
  /** Alternatives; empty if the command has a menu entry only. */
  readonly keys: readonly string[];
  readonly enabled: boolean;
  /** Where its keys work, if not everywhere: other parts of the page have the same keys. */
  readonly hasKeysNow?: () => boolean;
  /** Where it gives a promise it is done when that is, since what it needs may have to be fetched. */
  run(): unknown;
}

/** A command whose availability is asked each time it is read, so that menus follow. */
export function commandWhen(isEnabled: () => boolean, command: Omit<Command, 'enabled'>): Command {
  return {
    ...command,
    get enabled() {
      return isEnabled();
    },
  };
}

/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Whether a key press is one of a command's shortcuts. */
export function matches(shortcut: string, press: KeyPress): boolean {
  const parts = shortcut === '+' ? ['+'] : shortcut.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  if (press.altKey !== wants('Alt')) return false;
  if ((press.ctrlKey || press.metaKey) !== wants('Mod')) return false;
  // A character such as `?` or `>` needs Shift on some layouts and not on others; letters and named keys mean it.
  const meansShift = /^[A-Z]$|^[A-Z][a-z]/.test(key);
  if (meansShift && press.shiftKey !== wants('Shift')) return false;
  if (/^Key[A-Z]$/.test(key)) return press.code === key;
  const typed = press.key === ' ' ? 'Space' : press.key;
  return typed.toUpperCase() === key.toUpperCase();
}

/** Shortcuts without Ctrl or Cmd stay out of the way while somebody types. */
export const firesWhileTyping = (shortcut: string): boolean => shortcut.startsWith('Mod+');

/** The command that a key press calls for, if it may run now. */
export function commandFor(
  commands: readonly Command[],
  press: KeyPress,
  isTyping: boolean,
  lettersEnabled = true,
): Command | undefined {
  return commands.find(
    (command) =>
      command.enabled &&
      command.hasKeysNow?.() !== false &&
      command.keys.some(
        (shortcut) =>
          matches(shortcut, press) &&
          (firesWhileTyping(shortcut) || (!isTyping && (lettersEnabled || !isSingleCharacter(shortcut)))),
      ),
  );
}

const isSingleCharacter = (shortcut: string): boolean =>
  shortcut.length === 1 || /^(Shift\+.|Key[A-Z])$/.test(shortcut);

/** Keys whose names are shorter, or signs, on the keyboard. */
const NAMES: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page up',
  PageDown: 'Page down',
};

/** How a shortcut is shown: `Ctrl+Shift+Z`, or `⇧⌘Z` on a Mac. */
export function keyLabel(shortcut: string, isMac: boolean): string {
  const parts = (shortcut === '+' ? ['+'] : shortcut.split('+')).map((part) => part.replace(/^Key/, ''));
  const named = parts.map((part) => NAMES[part] ?? part);
  if (!isMac) return named.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
  const symbols: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
  return named.map((part) => symbols[part] ?? part).join('');
}

/** Whether keys go into a field: then single letters are text. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['button', 'checkbox', 'radio', 'range', 'submit', 'reset'].includes(target.type)
  );
}
