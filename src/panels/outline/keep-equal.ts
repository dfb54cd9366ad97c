import type { Row, Section } from './sections';

const sameRow = (a: Row, b: Row): boolean =>
  a.path === b.path && a.name === b.name && a.note === b.note && a.value === b.value && a.look === b.look;

/**
 * The new outline with every row and section that says what it said before as the same object, so that an edit redraws what it
 * changes and nothing else. What a section offers to add depends on its id alone.
 */
function keepEqual(before: readonly Section[], after: readonly Section[]): readonly Section[] {
  return after.map((section) => {
    const old = before.find(({ id }) => id === section.id);
    if (old === undefined) return section;
    const rows = section.rows.map((row, index) => {
      const known = old.rows[index];
      return known !== undefined && sameRow(known, row) ? known : row;
    });
    const isSame =
      old.summary === section.summary &&
      old.title === section.title &&
      old.beyond === section.beyond &&
      rows.length === old.rows.length &&
      rows.every((row, index) => row === old.rows[index]);
    return isSame ? old : { ...section, rows };
  });
}

/** Remembers the outline that it gave last. */
export function outlineKeeper(): (after: readonly Section[]) => readonly Section[] {
  let before: readonly Section[] = [];
  return (after) => {
    before = keepEqual(before, after);
    return before;
  };
}
