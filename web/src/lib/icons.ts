/** Glyphs on a 16 grid, drawn for this project. `fill` fills with the text colour; `w` is a stroke width; `over` strokes in the ground colour. */
export interface IconPart { d: string; fill?: boolean; cut?: boolean; w?: number; over?: boolean; dash?: string }

const line = (d: string, w = 1.5, dash?: string): IconPart => (dash === undefined ? { d, w } : { d, w, dash });
const solid = (d: string): IconPart => ({ d, fill: true });
const over = (d: string, w = 1.8): IconPart => ({ d, w, over: true });
const ring = (cx: number, cy: number, r: number): string => `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

const table = {
  octagon: [solid('M5 .8h6L15.200 5v6L11 15.200H5L.8 11V5z'), over('M8 3.600v5.400M8 11v1.600', 2)],
  triangle: [solid('M8 1.200 15.400 14.600H.6z'), over('M8 6v4.200M8 11.600v1.500')],
  diamond: [line('M8 1.600 14.400 8 8 14.400 1.600 8z', 1.6), line('M8 5v3.600M8 9.800v1.400')],
  noticeNotice: [line('M1.500 1.500h8.500v8.500h-8.500z', 1.4), line('M6 6h8.500v8.500h-8.500z', 1.4), solid('M6 6h4v4h-4z')],
  noticeSite: [line(ring(7, 7, 5.4), 1.4), solid('M8.500 8.500h6.500v6.500h-6.500z')],
  notice: [line('M2 4.500 8 1.800l6 3v6.400L8 14.200l-6-2.500z', 1.5)],
  site: [line('M2.500 2.500h11v11h-11z', 1.4), solid(ring(8, 8, 2.4))],
  own: [line(ring(8, 8, 6), 1.4), solid('M5 8l2 2.500L11.500 5l-1-1L7 8.200 6 7z')],
  lock: [solid('M3 7h10v7.500H3z'), line('M5 7V4.800a3 3 0 0 1 6 0V7')],
  check: [line('M2.500 8.500 6.300 12.300 13.500 4', 1.8)],
  pause: [solid('M4 3h2.500v10H4zM9.500 3H12v10H9.500z')],
  ring: [line(ring(8, 8, 5.5), 1.5, '22 13')],
  cut: [line('M1.500 8H6M10 8h4.500M6 5v6M10 5v6', 1.6)],
  dash: [line('M3 8h10')],
  message: [line('M1.500 3h13v8.500H7L4 14.300V11.500H1.500z', 1.4)],
  clock: [line(ring(8, 8, 6.2), 1.4), line('M8 4.300V8l2.800 1.800', 1.4)],
  search: [line(ring(6.8, 6.8, 4.6), 1.6), line('M10.300 10.300 14.500 14.500', 1.8)],
  print: [line('M4 6V1.800h8V6M4 11.500H1.800V6h12.400v5.500H12', 1.4), line('M4 9.500h8v5H4z', 1.4)],
  download: [line('M8 1.500v8.500M4.300 6.500 8 10.200l3.700-3.700', 1.6), line('M2 11.500v3h12v-3', 1.5)],
  up: [line('M3.500 10 8 5.500l4.500 4.500', 1.6)],
  down: [line('M3.500 6 8 10.500 12.500 6', 1.6)],
  cross: [line('M3.500 3.500l9 9M12.500 3.500l-9 9', 1.6)],
  plus: [line('M8 3v10M3 8h10', 1.6)],
  minus: [line('M3 8h10', 1.6)],
  fit: [line('M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4', 1.5)],
  record: [line('M3 1.500h7l3 3v10H3z', 1.4), line('M5.300 7h5.400M5.300 9.500h5.400M5.300 12h3.400', 1.2)],
  person: [solid(ring(8, 4.8, 3)), solid('M2.500 14.500c0-4 2.300-5.700 5.500-5.700s5.500 1.700 5.500 5.700z')],
  map: [line('M1.500 4 6 2l4 2 4.500-2v10L10 14l-4-2-4.500 2zM6 2v10M10 4v10', 1.2)],
  sound: [solid('M2 5.800h2.800L8.500 2.500v11L4.800 10.200H2z'), line('M10.500 5.500a3.500 3.500 0 0 1 0 5M12.300 3.500a6.300 6.300 0 0 1 0 9', 1.4)],
  mute: [solid('M2 5.800h2.800L8.500 2.500v11L4.800 10.200H2z'), line('M10.500 6l4 4M14.500 6l-4 4', 1.5)],
  phone: [line('M3.200 1.800h2.600l1.300 3.300-1.700 1.300c.8 1.900 2.300 3.400 4.200 4.200l1.300-1.700 3.300 1.300v2.600c0 .8-.6 1.400-1.400 1.400C6.500 14.200 1.800 9.500 1.800 3.200c0-.8.600-1.400 1.400-1.400z', 1.4)],
  pencil: [line('M2 14l.8-3.500L11 2.300l2.700 2.700L5.500 13.200z', 1.4)],

  // site categories: filled silhouettes; a plain cross for health, no protected emblem
  health: [solid('M6.200 2.500h3.600v3.700h3.700v3.600H9.800v3.700H6.200V9.800H2.500V6.200h3.700z')],
  clinic: [line('M6.300 2.800h3.400v3.500h3.500v3.400H9.700v3.500H6.300V9.700H2.800V6.300h3.500z', 1.5)],
  ambulance: [solid('M1 5h9v6.500H1zM10.600 7h2.600l1.800 2.300v2.200h-4.400z'), over('M5.500 6v4.400M3.300 8.200h4.400', 1.3), solid(ring(4, 12.3, 1.7)), solid(ring(11.7, 12.3, 1.7))],
  detention: [line('M2.500 2.500h11v11h-11z', 1.5), line('M5.300 2.500v11M8 2.500v11M10.700 2.500v11', 1.3)],
  mines: [line('M8 2 14.600 13.800H1.400z', 1.5), solid(ring(8, 10.4, 1.9))],
  drone: [solid('M5.500 5.500h5v5h-5z'), line('M2 2l4 4M14 2l-4 4M14 14l-4-4M2 14l4-4', 1.5)],
  moon: [solid('M10.500 1.800A6.500 6.500 0 1 0 14.200 10 5.600 5.600 0 0 1 10.500 1.800z')],
  sun: [solid(ring(8, 8, 3)), line('M8 1v2.200M8 12.800V15M1 8h2.200M12.800 8H15M3 3l1.600 1.600M11.400 11.400 13 13M13 3l-1.600 1.600M4.600 11.400 3 13', 1.4)],
  education: [solid('M8 1.500 14.500 5v1.400h-13V5zM2.500 7.500h2v5h-2zM7 7.500h2v5H7zM11.500 7.500h2v5h-2zM1.500 13.200h13v1.600h-13z')],
  water: [solid('M8 1.500C8 1.500 13 7 13 10a5 5 0 0 1-10 0C3 7 8 1.500 8 1.500z')],
  food: [solid('M1.500 7.500h13a6.500 6.500 0 0 1-4 6v1h-5v-1a6.500 6.500 0 0 1-4-6z'), line('M5 5.800c0-1.500 1-1.500 1-3M9 5.800c0-1.500 1-1.500 1-3', 1.4)],
  worship: [line('M8 1v2'), solid('M3 8.500C3 5.500 6 4.500 8 2.800c2 1.700 5 2.700 5 5.700zM3 9.600h10V14.500H9.800V12.200a1.800 1.800 0 0 0-3.600 0v2.300H3z')],
  warehouse: [solid('M1.500 6 8 2l6.500 4v8.500h-2.300V8.500H3.800v6H1.500z'), line('M5 10.200h6M5 12h6M5 13.800h6', 1.1)],
  office: [solid('M3 1.500h10v13H9.300v-3H6.700v3H3zM5.200 4h2v1.600h-2zM8.800 4h2v1.600h-2zM5.200 7.300h2v1.600h-2zM8.800 7.300h2v1.600h-2z')],
  camp: [solid('M8 2 15 14H10L8 9.500 6 14H1z')],
  crossing: [line('M2 3v11.500M2 5.500 14.500 3.500v3L2 8.500z', 1.4), line('M6 5v2.800M10 4.300v2.900', 1.6)],
  energy: [solid('M9.500 1 3 9.200h4L6 15l7-8.500H8.600z')],
  hazard: [line('M8 1.200 14.800 8 8 14.800 1.200 8z'), solid(ring(8, 8, 2.3))],
  repair: [solid('M10.500 1.800a4 4 0 0 0-3.800 5.300L1.500 12.300l2.200 2.200 5.200-5.200a4 4 0 0 0 5.200-4.700l-2.400 2.400-2.300-.4-.4-2.300z')],
  other: [solid(ring(8, 8, 3.2))],
} satisfies Record<string, IconPart[]>;

export type IconName = keyof typeof table;
export const ICONS: Record<IconName, IconPart[]> = table;

const BY_CATEGORY: Record<string, IconName> = {
  hospital: 'health', clinic: 'clinic', ambulance_point: 'ambulance', school: 'education', idp_camp: 'camp', water: 'water', power: 'energy',
  food: 'food', worship: 'worship', un_ngo_office: 'office', warehouse: 'warehouse', crossing: 'crossing', detention: 'detention',
  repair_crew: 'repair', uxo_hazard: 'mines', hazardous_industry: 'hazard',
};

/** The glyph for a site category; unknown categories get a plain dot. */
export function categoryIcon(category: string): IconName {
  return BY_CATEGORY[category] ?? 'other';
}
