/** Keys go by their place on the board (`event.code`), so they work on Arabic and Russian layouts. */

/** True while the reader types into a field: single letters belong to the field then. */
export function typing(event: KeyboardEvent): boolean {
  const at = event.target;
  if (!(at instanceof HTMLElement)) return false;
  // A slider or a box to tick takes no letters.
  if (at instanceof HTMLInputElement) return !['range', 'checkbox', 'radio', 'button', 'file'].includes(at.type);
  return at.isContentEditable || /^(TEXTAREA|SELECT)$/.test(at.tagName);
}
