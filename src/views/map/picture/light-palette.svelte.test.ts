import { expect, it } from 'vitest';
import '../../../styles/tokens.css';
import { readPalette } from '../palette.svelte';
import { LIGHT_PALETTE } from './light-palette';

/** Any colour as the browser writes it. */
function shown(colour: string): string {
  const probe = document.createElement('i');
  probe.style.color = colour;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

it('has the colours and faces that the style sheet gives a light page', () => {
  const page = readPalette(document.documentElement, 'light');
  for (const [name, colour] of Object.entries(page.inks))
    expect(shown(LIGHT_PALETTE.inks[name] ?? ''), name).toBe(colour);
  expect(LIGHT_PALETTE.faces).toEqual(page.faces);
});
