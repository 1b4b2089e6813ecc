/**
 * Stand-in answers for the forms (announce, read-back, record, sites, administration), in front of the fixture server:
 * what it does not know it passes on. Start the fixture first, then `node dev/forms-server.mjs` (port 8897).
 * It serves the committed build with the page's security policy. Invented data; it checks nothing and is never built in.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { NOW, notices, sites, drafts, PARTIES } from './rows.mjs';

const PORT = Number(process.env.PORT ?? 8897);
const BEHIND = process.env.BEHIND ?? 'http://127.0.0.1:8899';
const started = Date.now();
const now = () => NOW + (Date.now() - started);
const text3 = (en, ar, ru) => ({ en, ar, ru });
const refuse = (status, kind, reason, detail = {}, field = '', clause = '') => ({ status, body: { error: { kind, field, reason, clause, detail } } });
const state = { held: [], drafts: [...drafts], cursor: 1, hits: 4, missing: false, post: 'watch_officer', signedIn: process.env.SIGNED_OUT === undefined, story: process.env.STORY ?? '' };
const feeds = new Set();
function send(change) {
  state.cursor += 1;
  for (const res of feeds) res.write(`event: change\ndata: ${JSON.stringify({ cursor: state.cursor, now_ms: now(), ...change })}\n\n`);
}
setInterval(() => {
  for (const res of feeds) res.write(`event: beat\ndata: ${JSON.stringify({ now_ms: now() })}\n\n`);
}, 5000);

const session = () => ({
  user: { id: 'huda', name: 'Huda K.', admin: true, languages: ['ar', 'en', 'ru'] }, post: state.post, posts: ['watch_officer', 'airspace', 'humanitarian_liaison'], csrf: 'x', party: 'A',
  room: {
    id: 'room-1', title: text3('Coordination room', 'غرفة التنسيق', 'Комната координации'), zone: 'Asia/Damascus', demonstration: true,
    area: { lon_min: 35.4, lat_min: 31.5, lon_max: 39.6, lat_max: 34.9 }, buffer_m: 500, hazard_buffer_m: 1000, readback_limit_m: 100,
    late_ms: 86_400_000, very_late_ms: 3_600_000, hold_ms: 10_000,
  },
  parties: PARTIES, now_ms: now(), version: '0.1.0',
});

const sexagesimal = (nd, wide) => {
  const cs = Math.round((Math.abs(nd) / 1e9) * 360000);
  const two = (n) => String(n).padStart(2, '0');
  return `${String(Math.floor(cs / 360000)).padStart(wide, '0')}°${two(Math.floor(cs / 6000) % 60)}'${two(Math.floor(cs / 100) % 60)}.${two(cs % 100)}"`;
};
function rendering(lon_nd, lat_nd) {
  const dd = `${(Math.abs(lat_nd) / 1e9).toFixed(6)} ${lat_nd < 0 ? 'S' : 'N'} ${(Math.abs(lon_nd) / 1e9).toFixed(6)} ${lon_nd < 0 ? 'W' : 'E'}`;
  const km = ((Math.abs(lon_nd - 36.208e9) / 1e9) * 94).toFixed(1);
  return {
    lon_nd, lat_nd, dd, dms: `${sexagesimal(lat_nd, 2)}N ${sexagesimal(lon_nd, 3)}E`, mgrs: `37S CS ${String(Math.round(lon_nd / 1e4) % 100000).padStart(5, '0')} ${String(Math.round(lat_nd / 1e4) % 100000).padStart(5, '0')}`,
    near: text3(`Mafraq ${km} km · 109°`, `المفرق ${km} km · 109°`, `Эль-Мафрак ${km} km · 109°`), gazetteer_id: 'gn:1',
  };
}
function parse({ text = '', lat = '', lon = '' }) {
  const said = text === '' ? `${lat} ${/[NS]/i.test(lat) ? '' : 'N'} ${lon} ${/[EW]/i.test(lon) ? '' : 'E'}` : text;
  const lettered = /^\s*(\d+(?:\.\d+)?)\s*([NS])\s+(\d+(?:\.\d+)?)\s*([EW])\s*$/i.exec(said.replace(/[°,]/g, ' ').replace(/\s+/g, ' '));
  if (lettered) return rendering(Math.round(Number(lettered[3]) * 1e9) * (/w/i.test(lettered[4]) ? -1 : 1), Math.round(Number(lettered[1]) * 1e9) * (/s/i.test(lettered[2]) ? -1 : 1));
  const bare = /^\s*(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)\s*$/.exec(said);
  if (bare) {
    const [a, b] = [Number(bare[1]), Number(bare[2])].map((v) => Math.round(v * 1e9));
    return refuse(422, 'Refused', `'${said.trim()}' can be read as two places; expected hemisphere letters or MGRS`, {
      code: 'ambiguous', readings: [{ ...rendering(b, a), inside_area: true }, { ...rendering(a, b), inside_area: false }],
    }, 'place', 'T-3');
  }
  return refuse(422, 'Refused', `cannot read '${said.trim().slice(0, 20)}'; expected hemisphere letters or MGRS`, { code: 'unreadable' }, 'place', 'T-3');
}

function hit(i, change = {}) {
  const n = notices[1 + (i % 6)];
  const site = sites[i % sites.length];
  const isSite = i % 2 === 1;
  const title = isSite ? site.name : text3(`Notice ${n.id}, South Centre`, `الإشعار ${n.id}، مركز الجنوب`, `Уведомление ${n.id}, Центр «Юг»`);
  return {
    key: `h${i}`, kind: isSite ? 'site' : 'notice', with: isSite ? site.key : n.key, title, party: isSite ? 'J' : 'B', relation: isSite ? 'within_buffer' : i % 3 === 0 ? 'overlap' : 'touching',
    from_ms: now() + 3.6e6 * (i + 2), until_ms: now() + 3.6e6 * (i + 4), shared_ms: 5.4e6, altitude_overlap_ft: isSite ? null : 6500, altitude_conversion: i === 2 ? 'FL080 against 8 000 ft AMSL by the charter pressure band' : '',
    area_m2: isSite ? null : 6.81e8 / (i + 1), distance_m: isSite ? 142 + i * 40 : null, common_point: [36.6e9 + i * 4e7, 32.6e9 + i * 3e7], lead: '', ...change,
  };
}
function report(draft) {
  const cls = draft?.notice?.activity_class;
  const count = cls === 'gnss_disruption' ? 34 : cls === 'transit' ? 0 : state.hits;
  const hits = Array.from({ length: count }, (_, i) => hit(i));
  if (state.missing) hits.unshift(hit(9));
  const group = (key, title, some) => ({ key, title, count: some.length, hits: some.map((h) => h.key) });
  return {
    report_id: `r${state.cursor}`, as_of_ms: now(), searched: { notices: notices.length, sites: sites.length, logs: [{ origin: 'room/b-to-a', index: 0, size: 18211 }, { origin: 'room/j-to-a', index: 0, size: 520 }] }, buffer_m: cls === 'hazardous' ? 1000 : 500,
    hits: cls === 'patrol' ? [] : hits,
    groups: cls === 'patrol' ? [{ key: 's', title: text3('Sites', 'المواقع', 'Объекты'), count: 231, hits: [] }, { key: 'n', title: text3('Notices', 'الإشعارات', 'Уведомления'), count: 12, hits: [] }]
      : [group('n', text3('Notices of South Centre', 'إشعارات مركز الجنوب', 'Уведомления Центра «Юг»'), hits.filter((h) => h.kind === 'notice')), group('s', text3('Reported sites', 'المواقع المُبلَّغ عنها', 'Заявленные объекты'), hits.filter((h) => h.kind === 'site'))],
    counts_only: cls === 'patrol', needs_second_post: count > 30,
    statement: text3('No registered site found within 500 m; absence from the register does not change protection under IHL', 'لم يُعثر على موقع مسجل ضمن 500 m؛ عدم الورود في السجل لا يغيّر الحماية بموجب القانون الدولي الإنساني', 'В пределах 500 m объектов в реестре не найдено; отсутствие в реестре не меняет защиты по МГП'), notes: [],
  };
}
function release({ draft, acknowledged }) {
  const cls = draft.notice.activity_class;
  if (cls === 'uav' && !state.missing && !acknowledged.includes('h9')) {
    state.missing = true;
    return refuse(409, 'MissingKeys', 'one hit was not acknowledged', { missing: [hit(9)] }, '', 'T-5');
  }
  state.missing = false;
  const id = `N-${Math.random().toString(36).slice(2, 10).toUpperCase()}`;
  const row = { ...notices[0], key: `A/${id}`, id, notice: draft.notice, leaf: { origin: 'room/a-own', index: 18212, size: 18213 }, released_ms: now(), arrived_ms: now(), replies: [], recipients: draft.recipients.map((r) => ({ ...r, delivered_ms: null, read_ms: null, read_back_ms: null, read_back_delta_m: null, understood_ms: null })) };
  if (draft.immediate || draft.notice.action === 'cancel' || ['medevac', 'sar'].includes(cls)) {
    send({ notices: [row] });
    return { released: row, leaf: row.leaf };
  }
  const held = { id: `H${state.cursor}`, draft_id: draft.draft_id, id_of_entity: id, releases_at_ms: now() + 10_000, draft };
  state.held.push(held);
  send({ held: state.held });
  setTimeout(() => {
    if (!state.held.includes(held)) return;
    state.held = state.held.filter((h) => h !== held);
    send({ held: state.held, notices: [row] });
  }, 10_000);
  return { held };
}
function readBack(body) {
  const read = parse(body);
  if (read.status) return read;
  const sent = rendering(37.846e9, 33.3127e9);
  const [dx, dy] = [(read.lon_nd - sent.lon_nd) / 1e9 * 93000, (read.lat_nd - sent.lat_nd) / 1e9 * 110900];
  return { point: [read.lon_nd, read.lat_nd], delta_m: Math.hypot(dx, dy), bearing_deg: (Math.atan2(dx, dy) * 180 / Math.PI + 360) % 360, matches: Math.hypot(dx, dy) <= 100, sent, read };
}
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
function record(origin, index) {
  const entry = sha(Buffer.from(`${origin}${index}`));
  let hash = sha(Buffer.from([0]), entry);
  const leaf_hash = hash.toString('hex');
  const [size, proof] = [18211, []];
  for (let fn = index, sn = size - 1; sn > 0; fn >>= 1, sn >>= 1) {
    if (!(fn & 1) && fn === sn) continue;
    const other = sha(Buffer.from(`${fn}-${sn}`));
    proof.push(other.toString('hex'));
    hash = fn & 1 ? sha(Buffer.from([1]), other, hash) : sha(Buffer.from([1]), hash, other);
  }
  return { leaf: { origin, index, size }, origin, entry: entry.toString('hex'), leaf_hash, proof, checkpoint_ms: now() - 9000, root: hash.toString('hex'), cosigned: [{ party: 'A', t_ms: now() - 6000 }, { party: 'J', t_ms: now() - 5000 }], body: { kind: 'notice', version: 1 }, receipt: 'c2sp.org/tlog-proof@v1\n', arrived_ms: now() - 900_000 };
}
const users = [
  { id: 'huda', name: 'Huda K.', admin: true, disabled: false, languages: ['ar', 'en', 'ru'], posts: ['watch_officer', 'airspace'] },
  { id: 'omar', name: 'Omar S.', admin: false, disabled: false, languages: ['ar'], posts: ['interpreter'] },
  { id: 'ivan', name: 'Ivan P.', admin: false, disabled: true, languages: ['ru', 'en'], posts: [] },
];
function imported(body) {
  if (body.without_columns.length === 0 && /csv$/i.test(body.filename)) return refuse(422, 'Refused', "column 'priority' is not kept here", { banned_columns: ['priority'] }, 'columns', 'T-7');
  const read = sites.slice(0, 14).map((s, i) => ({ line: i + 2, site: s }));
  return { read, refused: [{ line: 19, field: 'lat', found: '36 20', expected: 'degrees with a hemisphere letter' }, { line: 23, field: 'category', found: 'base', expected: 'one of the categories of the room' }], ignored_columns: ['phone', 'remarks2'], imported: body.dry_run ? 0 : read.length };
}
const siteOf = (path) => sites.find((s) => path.includes(s.id));

function answer(method, path, query, body) {
  if (path === '/api/sign-in') {
    if (body.password !== 'demo') return refuse(401, 'NotAuthenticated', 'user or password');
    Object.assign(state, { signedIn: true, post: '' });
    return session();
  }
  if (path === '/api/sign-out') { state.signedIn = false; return null; }
  if (!state.signedIn) return refuse(401, 'NotAuthenticated', 'sign in');
  if (path === '/api/session') return session();
  if (path === '/api/take-post') { state.post = body.post; return session(); }
  if (path === '/api/leave-post') { state.post = ''; return session(); }
  if (path === '/api/check') return report(body.draft);
  if (path === '/api/drafts') { const row = { id: body.draft.draft_id || `D-${state.cursor}`, post: state.post, saved_ms: now(), draft: body.draft, report: null, back_because: '' }; state.drafts = [row, ...state.drafts.filter((d) => d.id !== row.id)]; send({ drafts: state.drafts }); return row; }
  if (/\/api\/drafts\/.*\/delete/.test(path)) { state.drafts = state.drafts.filter((d) => !path.includes(d.id)); send({ drafts: state.drafts }); return null; }
  if (path === '/api/release') return release(body);
  if (/\/api\/held\/.*\/undo/.test(path)) { const held = state.held.find((h) => path.includes(`/${h.id}/`)); state.held = state.held.filter((h) => h !== held); send({ held: state.held }); return { id: held.draft_id || 'D-9', post: state.post, saved_ms: now(), draft: held.draft, report: null, back_because: '' }; }
  if (path.endsWith('/read-back')) return readBack(body);
  if (path.endsWith('/understood') || path.endsWith('/answer') || path.endsWith('/ask') || path.endsWith('/opened')) return null;
  if (path === '/api/place') return rendering(Number(query.get('lon_nd')), Number(query.get('lat_nd')));
  if (path === '/api/place/parse') return parse(body);
  if (path === '/api/gazetteer') return { rows: ['Mafraq', 'Mafraq Camp'].map((n, i) => ({ id: `g${i}`, name: text3(n, 'المفرق', 'Эль-Мафрак'), lon_nd: 36.208e9 + i * 1e7, lat_nd: 32.342e9, admin: 'Mafraq', country: 'JO', population: 57118 })) };
  if (path.startsWith('/api/record/')) { const parts = path.slice(12).split('/'); return record(parts.slice(0, -1).join('/'), Number(parts.at(-1))); }
  if (path === '/api/sites/check') return { ...report({}), hits: [hit(1), hit(3)], groups: [] };
  if (path === '/api/sites/import') return imported(body);
  if (path === '/api/sites' && method === 'POST') return { ...sites[0], ...body.site, key: 'A/S-NEW1', id: 'S-NEW1', author: 'A', own: true, verification: 'V0', recipients: body.recipients.map((r) => ({ ...r, opened: [] })), positions: [], leaf: { origin: 'room/a-own', index: 9, size: 10 } };
  if (path.startsWith('/api/sites/') && siteOf(path)) { const row = siteOf(path); return method === 'GET' ? { row, details: {} } : row; }
  if (path === '/api/users') { if (method === 'POST') users.push({ ...body, disabled: false }); return { rows: users, total: users.length, shown: users.length }; }
  if (path.startsWith('/api/users/')) { const user = users.find((u) => path.endsWith(`/${u.id}`)); Object.assign(user, body); return user; }
  if (path === '/api/sessions') return { rows: [{ id: 's1', user: 'huda', name: 'Huda K.', post: state.post, started_ms: now() - 7.2e6, last_ms: now() - 2000, own: true }, { id: 's2', user: 'omar', name: 'Omar S.', post: 'interpreter', started_ms: now() - 9e6, last_ms: now() - 340_000, own: false }], total: 2, shown: 2 };
  if (path === '/api/second-post') return { rows: [{ id: 'Q-1', purpose: 'check', count: 34, asked_by: 'omar', asked_post: 'airspace', asked_ms: now() - 60_000, confirmed_by: '', confirmed_post: '', confirmed_ms: -1 }], total: 1, shown: 1 };
  if (path === '/api/story') return { story: state.story, steps: state.story === '' ? [] : [0, 1, 2, 3, 4].map((i) => ({ at_ms: now() + (i - 2) * 120_000, text: text3(`Step ${i + 1}: the point is sent`, `الخطوة ${i + 1}: تُرسل النقطة`, `Шаг ${i + 1}: точка передана`) })) };
  return undefined;
}

createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://local');
  if (url.pathname === '/api/feed') {
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    res.write(': open\n\n');
    feeds.add(res);
    req.on('close', () => feeds.delete(res));
    return;
  }
  const parts = [];
  req.on('data', (part) => parts.push(part));
  req.on('end', async () => {
    const text = Buffer.concat(parts).toString();
    const known = url.pathname.startsWith('/api/') ? answer(req.method, decodeURIComponent(url.pathname), url.searchParams, text === '' ? {} : JSON.parse(text)) : undefined;
    if (known !== undefined) {
      const status = known?.status >= 400 ? known.status : 200;
      res.writeHead(status, { 'Content-Type': 'application/json' });
      return res.end(JSON.stringify(status === 200 ? known : known.body));
    }
    const behind = await fetch(BEHIND + req.url, { method: req.method, headers: { 'Content-Type': 'application/json' }, body: req.method === 'POST' ? text : undefined });
    const headers = Object.fromEntries([...behind.headers].filter(([name]) => /content-type|content-security/.test(name)));
    let body = Buffer.from(await behind.arrayBuffer());
    if (url.pathname === '/api/picture') {
      const picture = JSON.parse(body.toString());
      body = Buffer.from(JSON.stringify({ ...picture, now_ms: now(), drafts: { rows: state.drafts, total: state.drafts.length, shown: state.drafts.length }, held: { rows: state.held, total: 0, shown: 0 } }));
    }
    res.writeHead(behind.status, headers);
    res.end(body);
  });
}).listen(PORT, '127.0.0.1', () => console.log(`forms on http://127.0.0.1:${PORT}`));
