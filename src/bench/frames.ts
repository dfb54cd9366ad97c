/** How evenly frames come while something moves: the time from each frame to the next, and the page's own work in it. */
import type { Page } from 'playwright';
import { ms, print, quantile } from './figures';

declare global {
  interface Window {
    /** Milliseconds from frame to frame. */
    frameTimes: number[];
    /** Milliseconds from the begin of a frame's callbacks until it is painted. */
    frameWork: number[];
    /** Every callback of it is called once a frame until it says that it is done. */
    watchFrames: (onframe: (frame: number) => boolean) => Promise<void>;
  }
}

/** Runs in the page before its own code. */
function install(): void {
  window.watchFrames = (onframe) =>
    new Promise((done) => {
      window.frameTimes = [];
      window.frameWork = [];
      const { port1, port2 } = new MessageChannel();
      let began = 0;
      port1.onmessage = () => window.frameWork.push(performance.now() - began);
      let last: number | undefined;
      const each = (now: number): void => {
        if (last !== undefined) window.frameTimes.push(now - last);
        last = now;
        began = performance.now();
        const goesOn = onframe(window.frameTimes.length);
        port2.postMessage(undefined);
        if (goesOn) requestAnimationFrame(each);
        else done();
      };
      requestAnimationFrame(each);
    });
}

export async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(install);
}

/** Longer than this and a frame was dropped: two frames of a 60 Hz display, less the clock's grain. */
const DROPPED_MS = 33.4;

/** Prints what came of a movement. */
export async function printFrames(page: Page, what: string): Promise<void> {
  const [frames, work] = await page.evaluate(() => [window.frameTimes, window.frameWork] as const);
  const late = frames.filter((each) => each > DROPPED_MS).length;
  print(
    `map, ${what}: ${frames.length} frames, median ${ms(quantile(frames, 0.5))}, 99th percentile ${ms(quantile(frames, 0.99))}, ` +
      `${late} longer than 33 ms (${((100 * late) / Math.max(1, frames.length)).toFixed(1)} %); ` +
      `work in a frame: median ${ms(quantile(work, 0.5))}, 99th percentile ${ms(quantile(work, 0.99))}`,
  );
}
