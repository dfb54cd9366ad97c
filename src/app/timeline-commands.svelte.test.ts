import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandFor } from './commands';
import { timelineCommands } from './timeline-commands';
import type { TimelineState } from './timeline.svelte';

const timeline = {
  steps: 3,
  isExpanded: false,
  ...{ step: vi.fn(), first: vi.fn(), last: vi.fn(), togglePlay: vi.fn() },
};
const commands = timelineCommands(timeline as unknown as TimelineState);
const idFor = (key: string): string | undefined =>
  commandFor(commands, new KeyboardEvent('keydown', { key }), false)?.id;

beforeEach(() => {
  timeline.steps = 3;
  timeline.isExpanded = false;
  document.body.innerHTML = `
    <button id="elsewhere"></button>
    <section data-timeline>
      <div id="picture" tabindex="0"></div><button id="deed"></button><input type="radio" id="switch"><input id="field">
    </section>`;
});
afterEach(() => {
  document.body.innerHTML = '';
});
const focus = (id: string): void => document.getElementById(id)?.focus();

describe('the keys of the timeline', () => {
  it('work in it, and nowhere else', () => {
    focus('elsewhere');
    expect(idFor('ArrowRight')).toBeUndefined();
    focus('picture');
    expect(['ArrowLeft', 'ArrowRight', 'Home', 'End', ' '].map(idFor)).toEqual([
      'timeline-previous',
      'timeline-next',
      'timeline-first',
      'timeline-last',
      'timeline-play',
    ]);
  });

  it('work without a focus while address by time is open', () => {
    expect(idFor('End')).toBeUndefined();
    timeline.isExpanded = true;
    expect(idFor('End')).toBe('timeline-last');
  });

  it('leave to buttons, switches and fields what they do themselves', () => {
    focus('deed');
    expect([idFor(' '), idFor('ArrowRight')]).toEqual([undefined, 'timeline-next']);
    focus('switch');
    expect([idFor(' '), idFor('ArrowRight')]).toEqual([undefined, undefined]);
    focus('field');
    expect([idFor(' '), idFor('Home')]).toEqual([undefined, undefined]);
  });

  it('are none without steps', () => {
    timeline.steps = 0;
    focus('picture');
    expect(idFor('ArrowRight')).toBeUndefined();
  });

  it('are in the list of commands wherever the focus is', () => {
    focus('elsewhere');
    expect(commands.every(({ enabled }) => enabled)).toBe(true);
  });
});
