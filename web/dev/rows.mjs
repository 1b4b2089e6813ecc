/** Invented rows for the fixture: one of every state, shape, precedence and kind. */
export const NOW = Date.parse('2016-09-17T08:42:16Z');
const H = 3_600_000;
const nd = (lon, lat) => [Math.round(lon * 1e9), Math.round(lat * 1e9)];
const ft = (f, reference = 'AMSL') => ({ value_tmm: f * 3048, reference, unit: reference === 'FL' ? 'FL' : 'FT' });
const SFC = { value_tmm: 0, reference: 'AGL', unit: 'FT' };
const text3 = (en, ar, ru) => ({ en, ar, ru });

export const PARTIES = [
  { id: 'A', letter: 'A', shape: 'square', name: text3('North Centre', 'مركز الشمال', 'Центр «Север»'), short: text3('North', 'الشمال', '«Север»'), custodian: false },
  { id: 'B', letter: 'B', shape: 'disc', name: text3('South Centre', 'مركز الجنوب', 'Центр «Юг»'), short: text3('South', 'الجنوب', '«Юг»'), custodian: false },
  { id: 'J', letter: 'J', shape: 'outline', name: text3('Joint Office', 'المكتب المشترك', 'Совместное бюро'), short: text3('Joint Office', 'المكتب المشترك', 'Совм. бюро'), custodian: true },
];

function notice(id, author, cls, state, footprint, lower, upper, from, until, more = {}) {
  const from_ms = Date.parse('2016-09-17T00:00:00Z') + from * H;
  return {
    key: `${author}/${id}`, id, author, version: 1, own: author === 'A', state, lateness: 'planned', lead_time_ms: 27.75 * H, author_lead_time_ms: 27.8 * H,
    released_ms: NOW - 30 * H, arrived_ms: NOW - 30 * H + 2000, mode: 'keep', precedence: 'ROUTINE', unconfirmed_since_ms: null,
    notice: {
      activity_class: cls, action: 'establish', crew: cls === 'uav' ? 'unmanned' : 'manned', controlling_post: 'airspace', contact: 'line', recurrence: 'once',
      volumes: [{ footprint, lower, upper, from_ms, until_ms: from_ms + (until - from) * H }],
      remarks: { lang: 'en', text: 'Call on the line before entering.', translations: [{ lang: 'ar', text: 'الاتصال عبر الخط قبل الدخول.', made_by: 'human' }] },
    },
    recipients: author === 'A' ? [{ party: 'B', mode: 'keep', delivered_ms: NOW - 29 * H, read_ms: NOW - 28 * H, read_back_ms: null, read_back_delta_m: null, understood_ms: null }] : [],
    replies: [], leaf: { origin: `${author.toLowerCase()}-to-a`, index: 17988 + from, size: 18211 }, hits: author === 'A' ? 2 : null, ...more,
  };
}
const polygon = (...points) => ({ type: 'polygon', rings: [points.map(([x, y]) => nd(x, y))] });
const circle = (x, y, km) => ({ type: 'circle', center: nd(x, y), radius_tmm: km * 1e7 });
const corridor = (km, ...points) => ({ type: 'corridor', path: points.map(([x, y]) => nd(x, y)), width_tmm: km * 1e7 });

export const notices = [
  notice('N-7K4Q2M8D', 'A', 'transit', 'active', corridor(14.8, [36.0, 34.72], [37.35, 34.02], [38.5, 33.75], [39.35, 33.2]), ft(18000, 'FL'), ft(24000, 'FL'), 8, 10.5),
  notice('N-2MXDR5WT', 'B', 'patrol', 'active', polygon([38.45, 33.22], [38.95, 33.55], [39.4, 33.1], [39.15, 32.62], [38.4, 32.65]), ft(10000, 'FL'), ft(16000, 'FL'), 7.5, 12),
  notice('N-C5HWJ3PX', 'B', 'hazardous', 'announced', polygon([36.95, 33.05], [37.45, 33.2], [37.6, 32.85], [37.15, 32.68]), SFC, ft(14000, 'FL'), 9.08, 14.5, { lateness: 'very_late', lead_time_ms: 0.63 * H, precedence: 'IMMEDIATE', released_ms: NOW - 0.25 * H, arrived_ms: NOW - 0.25 * H }),
  notice('N-9RTB6KQA', 'B', 'uav', 'announced', circle(36.5, 32.42, 20), SFC, ft(8000), 10, 14),
  notice('N-4PZE8VNC', 'A', 'sar', 'ended', circle(37.52, 34.52, 17), SFC, ft(6000), 6.5, 8.17),
  notice('N-X3GN7YHB', 'B', 'gnss_disruption', 'announced', circle(37.55, 32.1, 34), SFC, null, 28, 30),
  notice('N-H6WA4TFS', 'B', 'medevac', 'cancelled', circle(38.3, 34.4, 12), SFC, ft(9000), 9, 11),
  notice('N-V8QK2LDE', 'B', 'patrol', 'withdrawn', polygon([36.4, 33.2], [36.75, 33.5], [37.1, 33.45], [36.9, 33.15]), SFC, ft(9000), 6, 20, { unconfirmed_since_ms: NOW - 2.7 * H }),
];

const CATS = ['hospital', 'school', 'water', 'food', 'worship', 'warehouse', 'clinic', 'idp_camp', 'un_ngo_office', 'power'];
const NAMES = { hospital: text3('Field Hospital', 'مستشفى ميداني', 'Полевой госпиталь'), school: text3('School', 'مدرسة', 'Школа'), water: text3('Borehole', 'بئر', 'Скважина'), food: text3('Bakery', 'مخبز', 'Пекарня'), worship: text3('Mosque', 'مسجد', 'Мечеть'), warehouse: text3('Store', 'مستودع', 'Склад'), clinic: text3('Clinic', 'عيادة', 'Поликлиника'), idp_camp: text3('Za‘atari camp', 'مخيم الزعتري', 'Лагерь Заатари'), un_ngo_office: text3('Relief Office', 'مكتب إغاثة', 'Бюро помощи'), power: text3('Power Station', 'محطة كهرباء', 'Электростанция') };
const STANCES = ['agrees', 'no_knowledge', 'disputes', 'asks_verification'];
let seed = 7;
const next = () => ((seed = (seed * 16807) % 2147483647) / 2147483647);
export const sites = Array.from({ length: 64 }, (_, i) => {
  const category = CATS[i % CATS.length];
  const inCamp = i < 30;
  const x = inCamp ? 36.309 + next() * 0.037 : 35.8 + next() * 3.4;
  const y = inCamp ? 32.28 + next() * 0.026 : 32 + next() * 2.6;
  const n = NAMES[category];
  return {
    key: `J/S-${(100000 + i * 977).toString(36).toUpperCase()}`, id: `S-${(100000 + i * 977).toString(36).toUpperCase()}`, author: i % 5 === 4 ? 'A' : 'J', version: 1, own: i % 5 === 4,
    name: text3(`${n.en} ${i + 1}`, `${n.ar} ${i + 1}`, `${n.ru} ${i + 1}`), name_made: { en: 'given', ar: 'given', ru: 'transliterated' }, category, function: '', status: i % 13 === 12 ? 'inactive' : 'active', expired: i % 17 === 16,
    valid_until_ms: NOW + (90 - i) * 24 * H, last_revalidated_ms: NOW - i * 24 * H, verification: `V${i % 5}`,
    place: { lon_nd: Math.round(x * 1e9), lat_nd: Math.round(y * 1e9), radius_tmm: 500_000, precision: i % 4 === 3 ? 'cell' : 'exact', how_obtained: 'gps', gazetteer_id: '', admin_code: '' },
    footprint: null, submitter: i % 3 === 0 ? '' : 'Relief Office', marking: '', positions: [{ party: 'B', stance: STANCES[i % 4], reason: null, t_ms: NOW - i * H }],
    duplicates: [], linked: [], recipients: [], released_ms: NOW - 100 * H, arrived_ms: NOW - 99 * H, leaf: { origin: 'j-to-a', index: 400 + i, size: 520 },
  };
});

export const messages = [
  { key: 'm1', direction: 'in', party: 'B', post: 'watch_officer', kind: 'warning', about: 'B/N-C5HWJ3PX', t_ms: NOW - 0.25 * H, text: text3('Late notice arrived, answer asked', 'وصل إشعار متأخر، يُطلب الرد', 'Поступило позднее уведомление, нужен ответ'), code: 'late_notice', precedence: 'FLASH', state: 'delivered' },
  { key: 'm2', direction: 'in', party: 'B', post: 'airspace', kind: 'question', about: 'A/N-7K4Q2M8D', t_ms: NOW - 0.6 * H, text: { lang: 'ru', text: 'Прошу уточнить верхнюю границу на участке после 10:00.' }, code: 'altitude', precedence: 'IMMEDIATE', state: 'read' },
  { key: 'm3', direction: 'out', party: 'B', post: 'watch_officer', kind: 'read_back', about: 'B/N-2MXDR5WT', t_ms: NOW - 1.2 * H, text: null, code: '', precedence: 'ROUTINE', state: 'delivered' },
  { key: 'm4', direction: 'in', party: 'B', post: 'airspace', kind: 'answer', about: 'A/N-4PZE8VNC', t_ms: NOW - 2 * H, text: null, code: 'no_conflict_seen', precedence: 'ROUTINE', state: 'acted' },
  { key: 'm5', direction: 'out', party: 'B', post: 'airspace', kind: 'concern', about: 'B/N-9RTB6KQA', t_ms: NOW - 3 * H, text: null, code: 'concern', precedence: 'IMMEDIATE', state: 'sent' },
];
export const conflicts = [
  { key: 'c1', a: 'B/N-C5HWJ3PX', b: 'B/N-9RTB6KQA', kind: 'notice_notice', relation: 'overlap', from_ms: NOW + 1.3 * H, until_ms: NOW + 5.3 * H, area_m2: 2.1e6, distance_m: 0, altitude_overlap_ft: 8000, owner: '', state: 'open', note: '', new: true },
  { key: 'c2', a: 'B/N-9RTB6KQA', b: sites[7].key, kind: 'notice_site', relation: 'within_buffer', from_ms: NOW + 1.3 * H, until_ms: NOW + 5.3 * H, area_m2: null, distance_m: 142, altitude_overlap_ft: null, owner: 'humanitarian_liaison', state: 'acknowledged', note: '', new: false },
  { key: 'c3', a: 'A/N-7K4Q2M8D', b: 'B/N-2MXDR5WT', kind: 'notice_notice', relation: 'touching', from_ms: NOW, until_ms: NOW + 1.8 * H, area_m2: 0, distance_m: 0, altitude_overlap_ft: null, owner: 'airspace', state: 'both_informed', note: '', new: false },
];
export const due = [
  { key: 'd1', what: 'answer', about: 'B/N-C5HWJ3PX', count: 1, due_ms: NOW + 0.2 * H, rank: 2 },
  { key: 'd2', what: 'conflict_owner', about: 'c1', count: 1, due_ms: NOW + 1 * H, rank: 2 },
  { key: 'd3', what: 'revalidation', about: sites[16].key, count: 3, due_ms: NOW + 9.3 * H, rank: 3 },
  { key: 'd4', what: 'position_on_sites', about: '', count: 3, due_ms: NOW + 23.3 * H, rank: 3 },
];
export const drafts = [
  { id: 'D-1', post: 'airspace', saved_ms: NOW - 0.4 * H, draft: { draft_id: 'D-1', entity: '', version: 0, notice: notices[3].notice, recipients: [{ party: 'B', mode: 'keep' }], immediate: false }, report: null, back_because: '' },
];
