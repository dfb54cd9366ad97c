import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TAKE_OVER } from '../offline/message';
import { watchVersions } from './new-version';
import { Notices } from './notices.svelte';

class TestWorker extends EventTarget {
  state: ServiceWorkerState = 'installing';
  readonly asked: unknown[] = [];
  postMessage(message: unknown): void {
    this.asked.push(message);
  }
  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class TestRegistration extends EventTarget {
  waiting: TestWorker | null = null;
  installing: TestWorker | null = null;
  readonly update = vi.fn((): Promise<unknown> => Promise.reject(new TypeError('no network')));
  readonly unregister = vi.fn(() => Promise.resolve(true));
}

class TestContainer extends EventTarget {
  controller: object | null = {};
}

function make(registration = new TestRegistration(), container = new TestContainer()) {
  const notices = new Notices();
  const done: string[] = [];
  const at = { now: 0, show: (): void => undefined };
  watchVersions(
    registration as unknown as ServiceWorkerRegistration,
    {
      notices,
      flush: () => {
        done.push('flush');
        return Promise.resolve();
      },
    },
    {
      serviceWorker: container as unknown as ServiceWorkerContainer,
      onShow: (listener) => (at.show = listener),
      reload: () => void done.push('reload'),
      now: () => at.now,
    },
  );
  return { registration, container, notices, done, at };
}

/** A registration with a version that is being fetched. */
function withNext(): { registration: TestRegistration; next: TestWorker } {
  const registration = new TestRegistration();
  const next = new TestWorker();
  registration.installing = next;
  return { registration, next };
}

const MINUTE = 60_000;

describe('a newer version', () => {
  it('is told once when all of it is there, and not before', () => {
    const { registration, next } = withNext();
    const { notices, done } = make(registration);
    expect(notices.all).toEqual([]);
    next.become('installed');
    expect(notices.all).toHaveLength(1);
    registration.waiting = next;
    next.become('installed');
    expect(notices.all).toHaveLength(1);
    expect(done).toEqual([]);
  });

  it('that is found while the page is open is told too', () => {
    const { registration, next } = withNext();
    registration.installing = null;
    const { notices } = make(registration);
    registration.installing = next;
    registration.dispatchEvent(new Event('updatefound'));
    next.become('installed');
    expect(notices.all).toHaveLength(1);
  });

  it('that does not arrive whole is not told', () => {
    const { registration, next } = withNext();
    const { notices } = make(registration);
    next.become('redundant');
    expect(notices.all).toEqual([]);
  });

  describe('that waits', () => {
    beforeEach(() => vi.useFakeTimers());
    afterEach(() => vi.useRealTimers());

    function waiting() {
      const { registration, next } = withNext();
      registration.waiting = next;
      const made = make(registration);
      made.notices.all[0]?.action?.run();
      made.notices.all.forEach(({ id }) => made.notices.dismiss(id));
      return { ...made, next };
    }

    it('takes over when asked, after the work is safe and the page is quiet, and only then the page is loaded again', async () => {
      const { next, done } = waiting();
      await vi.advanceTimersByTimeAsync(400);
      expect(next.asked).toEqual([]);
      expect(done).toEqual(['flush']);
      await vi.advanceTimersByTimeAsync(100);
      expect(next.asked).toEqual([TAKE_OVER]);
      next.become('activating');
      await vi.advanceTimersByTimeAsync(100);
      expect(done).toEqual(['flush']);
      next.become('activated');
      await vi.advanceTimersByTimeAsync(0);
      expect(done).toEqual(['flush', 'flush', 'reload']);
    });

    it('and never may take over is fetched from its host, and told of again where nothing came of that', async () => {
      const { registration, notices, done } = waiting();
      registration.update.mockResolvedValue(undefined);
      await vi.advanceTimersByTimeAsync(3400);
      expect(done).toEqual(['flush']);
      expect(registration.unregister).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(100);
      expect(registration.unregister).toHaveBeenCalledTimes(1);
      expect(done).toEqual(['flush', 'flush', 'reload']);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(notices.all.map(({ what }) => what)).toEqual(['A new version is there.']);
    });

    it.each([
      ['is away', () => Promise.reject(new TypeError('no network'))],
      ['does not answer', () => new Promise(() => undefined)],
    ])('and never may take over stays where it is while its host %s', async (_, update) => {
      const { registration, notices, done } = waiting();
      registration.update.mockImplementation(update);
      await vi.advanceTimersByTimeAsync(14_000);
      expect(registration.unregister).not.toHaveBeenCalled();
      expect(done).toEqual(['flush']);
      expect(notices.all).toMatchObject([
        { what: 'The new version cannot take over yet, and its host does not answer.', action: { title: 'Reload' } },
      ]);
    });
  });

  it('that another tab has asked for is told here, and the page is left alone', async () => {
    const { container, notices, done } = make();
    container.dispatchEvent(new Event('controllerchange'));
    expect(done).toEqual([]);
    notices.all[0]?.action?.run();
    await vi.waitFor(() => expect(done).toEqual(['flush', 'reload']));
  });

  it('is not what keeps the page of a first visit', () => {
    const container = new TestContainer();
    container.controller = null;
    const { notices } = make(new TestRegistration(), container);
    container.dispatchEvent(new Event('controllerchange'));
    expect(notices.all).toEqual([]);
  });

  it('is asked for when the page is looked at again, once an hour at most, and no answer is no failure', () => {
    const { registration, at } = make();
    at.now = 59 * MINUTE;
    at.show();
    expect(registration.update).not.toHaveBeenCalled();
    at.now = 61 * MINUTE;
    at.show();
    at.show();
    expect(registration.update).toHaveBeenCalledTimes(1);
  });
});
