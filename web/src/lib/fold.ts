/** How many of a row's parts fit into it, the most wanted first; the others go behind one key. Pure. */
export function howManyFit(widths_px: readonly number[], room_px: number, key_px: number, gap_px = 0): number {
  const whole = widths_px.reduce((sum, width) => sum + width + gap_px, -gap_px);
  if (whole <= room_px) return widths_px.length;
  let used = key_px;
  let count = 0;
  for (const width of widths_px) {
    used += width + gap_px;
    if (used > room_px) break;
    count += 1;
  }
  return count;
}
