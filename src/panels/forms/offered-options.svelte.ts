import { keepEqual } from '../../app/keep-equal';
import type { Option } from './options';

type Options = readonly Option[] | undefined;

const TITLES_AFTER_MS = 150;

/**
 * The options as a select shows them. Another choice shows at once; another title alone, as of a backend whose size is being typed,
 * waits until typing rests, since browsers lay out the whole page for it. Made by a component, for as long as it lives.
 */
export function offeredOptions(options: () => Options): { readonly current: Options } {
  let shown: Options;
  let shownAt = 0;
  let rests = $state(0);
  const current = $derived.by(() => {
    const next = keepEqual(shown, options());
    if (rests !== shownAt || !isSameChoice(next, shown)) shown = next;
    shownAt = rests;
    return shown;
  });
  $effect(() => {
    if (keepEqual(current, options()) === current) return undefined;
    const timer = setTimeout(() => (rests += 1), TITLES_AFTER_MS);
    return () => clearTimeout(timer);
  });
  return {
    get current() {
      return current;
    },
  };
}

const isSameChoice = (one: Options, other: Options): boolean =>
  one?.length === other?.length && (one ?? []).every(({ value }, index) => value === other?.[index]?.value);
