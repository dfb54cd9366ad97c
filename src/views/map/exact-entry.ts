import type { MapState } from './map-state.svelte';

/**
 * Puts the keyboard into the form of what is selected, at its address where it can have one.
 * @returns false where there is no form on screen
 */
export function editExactly({ workspace }: MapState): boolean {
  const { placing, selection } = workspace;
  if (placing.editAddress()) return true;
  const path = selection.selected?.path;
  if (path === undefined) return false;
  // The form is another panel's; the place in the document is what both know.
  const field = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"] :is(input, select)`);
  field?.focus();
  return field !== null;
}
