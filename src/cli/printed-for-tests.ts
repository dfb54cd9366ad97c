import { afterEach, beforeEach, vi } from 'vitest';

/** What a command prints, in place of the terminal: anew for each test, and whenever it is forgotten. */
export interface Printed {
  readonly out: string;
  readonly complaints: string;
  forget(): void;
}

/** To be called once in a test file. */
export function watchPrinted(): Printed {
  let out = '';
  let complaints = '';
  const forget = (): void => void ([out, complaints] = ['', '']);
  beforeEach(() => {
    forget();
    vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest) => {
      out += String(text);
      const done = rest.at(-1);
      if (typeof done === 'function') (done as () => void)();
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      complaints += String(text);
      return true;
    });
  });
  afterEach(() => void vi.restoreAllMocks());
  return {
    get out() {
      return out;
    },
    get complaints() {
      return complaints;
    },
    forget,
  };
}
