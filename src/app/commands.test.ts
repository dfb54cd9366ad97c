import { describe, expect, it } from 'vitest';
import { commandFor, keyLabel, matches, type Command, type KeyPress } from './commands';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...over,
});

const command = (id: string, keys: readonly string[], enabled = true): Command => ({
  id,
  title: id,
  keys,
  enabled,
  run: () => undefined,
});
const commands = [
  command('undo', ['Mod+Z']),
  command('redo', ['Mod+Shift+Z']),
  command('go-to', ['G', '/']),
  command('pan', ['KeyA']),
  command('next', ['N'], false),
  command('leave', ['Escape']),
  command('sheet', ['?']),
];
const idFor = (event: KeyPress, isTyping = false, letters = true): string | undefined =>
  commandFor(commands, event, isTyping, letters)?.id;

describe('shortcuts', () => {
  it('tell undo from redo by Shift, with Ctrl or Cmd', () => {
    expect(idFor(press('z', { ctrlKey: true }))).toBe('undo');
    expect(idFor(press('z', { metaKey: true }))).toBe('undo');
    expect(idFor(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('redo');
    expect(idFor(press('z'))).toBeUndefined();
  });

  it('fire while somebody types only with Ctrl or Cmd', () => {
    expect(idFor(press('g'), true)).toBeUndefined();
    expect(idFor(press('/'), true)).toBeUndefined();
    expect(idFor(press('z', { ctrlKey: true }), true)).toBe('undo');
  });

  it('can lose their single letters and keep the rest', () => {
    expect(idFor(press('g'), false, false)).toBeUndefined();
    expect(idFor(press('a', { code: 'KeyA' }), false, false)).toBeUndefined();
    expect(idFor(press('Escape'), false, false)).toBe('leave');
  });

  it('find characters wherever the keyboard has them', () => {
    expect(idFor(press('?', { shiftKey: true }))).toBe('sheet');
    expect(idFor(press('/', { shiftKey: true }))).toBe('go-to');
  });

  it('find physical keys by their place, whatever they type', () => {
    expect(idFor(press('q', { code: 'KeyA' }))).toBe('pan');
    expect(matches('KeyA', press('a', { code: 'KeyQ' }))).toBe(false);
  });

  it('leave the browser its own combinations', () => {
    expect(idFor(press('g', { ctrlKey: true }))).toBeUndefined();
    expect(idFor(press('g', { altKey: true }))).toBeUndefined();
  });

  it('do not run what is not available', () => {
    expect(idFor(press('n'))).toBeUndefined();
  });

  it('that belong to a part of the page work while that has the focus', () => {
    let isThere = false;
    const there: Command = { ...command('step', ['ArrowRight']), hasKeysNow: () => isThere };
    const everywhere = command('pan-right', ['ArrowRight']);
    expect(commandFor([there, everywhere], press('ArrowRight'), false)?.id).toBe('pan-right');
    isThere = true;
    expect(commandFor([there, everywhere], press('ArrowRight'), false)?.id).toBe('step');
  });

  it('are shown as the platform writes them', () => {
    expect(keyLabel('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(keyLabel('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(keyLabel('KeyW', false)).toBe('W');
    expect(keyLabel('Escape', false)).toBe('Esc');
    expect(keyLabel('+', false)).toBe('+');
  });
});
