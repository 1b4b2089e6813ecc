/** What a table column is: a heading, a value to sort by, and the words to find it by. Pure. */
export interface Column<T> {
  id: string;
  label: string;
  /** Figures align on the right in both directions. */
  num?: boolean;
  /** Hidden on narrow screens and in the short form. */
  extra?: boolean;
  value: (row: T) => string | number;
  /** Words for the filter and the printed page; the value itself when missing. */
  text?: (row: T) => string;
}
export interface Sort { id: string; down: boolean }

export function textOf<T>(column: Column<T>, row: T): string {
  return column.text?.(row) ?? String(column.value(row));
}

/** Rows that contain every word of the filter in some column. */
export function filtered<T>(rows: readonly T[], columns: readonly Column<T>[], filter: string): T[] {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter((w) => w !== '');
  if (words.length === 0) return [...rows];
  return rows.filter((row) => {
    const all = columns.map((c) => textOf(c, row)).join('\n').toLocaleLowerCase();
    return words.every((w) => all.includes(w));
  });
}

export function sorted<T extends { key: string }>(rows: readonly T[], columns: readonly Column<T>[], sort: Sort, lang: string): T[] {
  const column = columns.find((c) => c.id === sort.id);
  if (column === undefined) return [...rows];
  const words = new Intl.Collator(lang, { numeric: true });
  const sign = sort.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : words.compare(String(x), String(y));
    return sign * order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  });
}
