import { expect, it, vi } from 'vitest';
import type { Instant } from '../core/timeline/instant';
import type { Recording } from '../core/timeline/recording';
import { MomentsAhead } from './moments-ahead';

function recordingOf(steps: number) {
  const instant = vi.fn((moment: number) => ({ moment }) as Instant);
  return { recording: { timeline: { steps }, findings: [], instant } as unknown as Recording, instant };
}

it('has the next moment ready for whoever goes step by step, in either direction', () => {
  const { recording, instant } = recordingOf(9);
  const ahead = new MomentsAhead();
  for (const [moment, next] of [
    [4, undefined],
    [5, 6],
    [6, 7],
    [5, 4],
  ] as const) {
    expect(ahead.tell(recording, moment)).toEqual({ moment });
    instant.mockClear();
    ahead.prepare();
    expect(instant.mock.calls.flat()).toEqual(next === undefined ? [] : [next]);
  }
  instant.mockClear();
  expect(ahead.tell(recording, 4)).toEqual({ moment: 4 });
  expect(instant).not.toHaveBeenCalled();
});

it('tells any other moment all the same, and nothing beyond either end', () => {
  const { recording, instant } = recordingOf(9);
  const ahead = new MomentsAhead();
  ahead.tell(recording, 8);
  expect(ahead.tell(recording, 9)).toEqual({ moment: 9 });
  instant.mockClear();
  ahead.prepare();
  expect(instant).not.toHaveBeenCalled();
  expect(ahead.tell(recording, 2)).toEqual({ moment: 2 });
});

it('tells nothing of a layout that was there before', () => {
  const old = recordingOf(9);
  const fresh = recordingOf(9);
  const ahead = new MomentsAhead();
  ahead.tell(old.recording, 4);
  ahead.tell(old.recording, 5);
  ahead.prepare();
  expect(ahead.tell(fresh.recording, 6)).toEqual({ moment: 6 });
  expect(fresh.instant).toHaveBeenCalledExactlyOnceWith(6);
});
