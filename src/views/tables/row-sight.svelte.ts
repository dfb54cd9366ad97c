/** Which rows of a long table are in sight. Fetched with the first such table. */
import { visibleRows } from '../../ui/visible-rows';

/** The rows that stand in the part of the window that the table takes up, whatever scrolls it. */
export class RowSight {
  #top = $state.raw(0);
  #height = $state.raw(0);
  #row = $state.raw(1);

  /** Follows the rows of a table body of so many until the returned function is called. */
  follow(body: HTMLElement, count: number): () => void {
    const look = (): void => {
      const { top, height } = body.getBoundingClientRect();
      if (height === 0) return;
      const row = height / count;
      this.#row = row;
      // From row to row: what moves by less changes nothing.
      this.#top = Math.floor(Math.max(0, -top) / row) * row;
      this.#height = innerHeight;
    };
    look();
    addEventListener('scroll', look, { capture: true, passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look, { capture: true });
      removeEventListener('resize', look);
    };
  }

  /** The rows to draw, in order, and the one that is kept wherever it is. */
  rows(count: number, kept: number): readonly number[] {
    return visibleRows(count, this.#row, { top: this.#top, height: this.#height }, kept);
  }
}
