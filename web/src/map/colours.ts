/** The token colours as the canvas needs them: read from the page's own custom properties, so one list rules both. */
const NAMES = [
  'bg0', 'bg1', 'bg2', 'fg', 'fg2', 'fg3', 'a', 'b', 'hum', 'warn', 'alarm', 'sel', 'ended', 'lab',
  'm-sea', 'm-land', 'm-admin', 'm-bound', 'm-river', 'm-place', 'm-country', 'm-halo',
] as const;
export type ColourName = (typeof NAMES)[number];
export type Colours = Record<ColourName, string>;

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((n) => [n, style.getPropertyValue(`--${n}`).trim()])) as Colours;
}

/** The hue of a party by its letter; other parties are drawn in the humanitarian tone. */
export function partyColour(colours: Colours, letter: string): string {
  return letter === 'A' ? colours.a : letter === 'B' ? colours.b : colours.hum;
}

/** `#RRGGBB` with an opacity. */
export function fade(hex: string, opacity: number): string {
  return hex + Math.round(opacity * 255).toString(16).padStart(2, '0');
}
