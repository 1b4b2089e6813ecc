/** Puts the focus on a screen's heading when the screen opens, so that reading and the Tab key start there. */
export function focusOnce(node: HTMLElement): void {
  // A field that already has the focus keeps it: the person is typing.
  const at = document.activeElement;
  if (at === null || at === document.body || at.closest('nav') !== null) node.focus({ preventScroll: true });
}
