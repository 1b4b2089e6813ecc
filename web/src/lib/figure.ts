/** Plain figures, the same in every language: digits 0-9, decimal point, thin space between thousands. */

const THIN = '\u202f';

/** `18204` -> `18 204` (narrow no-break space); a real minus sign before negatives. */
export function figure(value: number, decimals = 0): string {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = '0', part] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
  const sign = value < 0 && Number(fixed) !== 0 ? '\u2212' : '';
  return sign + grouped + (part === undefined ? '' : `.${part}`);
}
