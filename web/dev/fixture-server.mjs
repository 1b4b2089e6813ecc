/**
 * A stand-in for a node while the page is being written: answers the web API with invented rows.
 * Start: `npm run fixture` (port 8899), then `npm run dev`. With `--static` it also serves the committed build with the
 * page's security policy. It checks nothing and keeps everything in memory; it is never part of the build.
 */
import { createServer } from 'node:http';
import { readFileSync, existsSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notices, sites, messages, conflicts, due, drafts, NOW, PARTIES } from './rows.mjs';

const PORT = Number(process.env.PORT ?? 8899);
const here = fileURLToPath(new URL('.', import.meta.url));
const STATIC = join(here, '../../src/commonground/web/static');
const DATA = process.env.COMMONGROUND_DATA ?? join(here, '../../src/commonground/data');
const POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'";
const started = Date.now();
const now = () => NOW + (Date.now() - started);
let signedIn = process.env.SIGNED_OUT === undefined;
let cursor = 1;
const feeds = new Set();

const session = () => ({
  user: { id: 'huda', name: 'Huda', admin: true, languages: ['ar', 'en', 'ru'] }, post: 'watch_officer',
  posts: ['watch_officer', 'airspace', 'interpreter'], csrf: 'x', party: 'A',
  room: {
    id: 'room-1', title: { en: 'Coordination room', ar: 'غرفة التنسيق', ru: 'Комната координации' }, zone: 'Asia/Damascus',
    demonstration: true, area: { lon_min: 35.4, lat_min: 31.5, lon_max: 39.6, lat_max: 34.9 }, buffer_m: 500, hazard_buffer_m: 1000,
    readback_limit_m: 100, late_ms: 86_400_000, very_late_ms: 3_600_000, hold_ms: 10_000,
  },
  parties: PARTIES, now_ms: now(), version: '0.1.0',
});
const nodes = () => [
  { party: 'A', own: true, reachable: true, heard_ms: now(), waiting: 0, skew_ms: 0 },
  { party: 'B', own: false, reachable: true, heard_ms: now() - 4000, waiting: 0, skew_ms: 12 },
  { party: 'J', own: false, reachable: false, heard_ms: now() - 192_000, waiting: 2, skew_ms: null },
];
const rows = (list, total) => ({ rows: list, total: total ?? list.length, shown: list.length });
const picture = (as_of) => ({
  as_of_ms: as_of ?? null, now_ms: now(), cursor, notices: rows(notices.filter((n) => as_of == null || n.arrived_ms <= as_of)),
  sites: rows(sites), messages: rows(messages), conflicts: rows(conflicts), due: rows(due), drafts: rows(drafts), held: rows([]), nodes: nodes(),
});

function search(q) {
  const hit = (s) => s.toLowerCase().includes(q.toLowerCase());
  const found = [
    ...notices.filter((n) => hit(n.id)).map((n) => ({ kind: 'notice', key: n.key, title: { en: n.id, ar: n.id, ru: n.id }, sub: n.notice.activity_class, point: null })),
    ...sites.filter((s) => hit(s.id + s.name.en + s.name.ar)).map((s) => ({ kind: 'site', key: s.key, title: s.name, sub: s.category, point: [s.place.lon_nd, s.place.lat_nd] })),
  ];
  return { rows: found.slice(0, 20), searched: { notices: notices.length, sites: sites.length, places: 0, messages: messages.length }, as_of_ms: now() };
}

function api(method, path, query, body) {
  if (path === '/api/sign-in') { signedIn = true; return session(); }
  if (path === '/api/sign-out') { signedIn = false; return null; }
  if (!signedIn) return { status: 401, body: { error: { kind: 'NotAuthenticated', field: '', reason: 'sign in', clause: '', detail: {} } } };
  if (path === '/api/session' || path === '/api/take-post' || path === '/api/leave-post') return session();
  if (path === '/api/picture') return picture(query.get('as_of_ms') === null ? null : Number(query.get('as_of_ms')));
  if (path === '/api/search') return search(query.get('q') ?? '');
  if (path.startsWith('/api/conflicts/')) {
    const row = conflicts.find((c) => path === `/api/conflicts/${encodeURIComponent(c.key)}/state`);
    Object.assign(row, body, { new: false });
    send({ conflicts });
    return row;
  }
  if (path.startsWith('/api/record/')) {
    const [origin, index] = path.slice(12).split('/');
    return { leaf: { origin, index: Number(index), size: 18211 }, origin, entry: 'ab'.repeat(90), leaf_hash: '3f9a07c4'.repeat(8), proof: Array(15).fill('0f'.repeat(32)), checkpoint_ms: now() - 9000, root: 'e1b2c21e'.repeat(8), cosigned: [{ party: 'J', t_ms: now() - 5000 }], body: null, receipt: 'receipt', arrived_ms: now() - 900_000 };
  }
  if (path === '/api/story') return { story: '', steps: [] };
  if (path === '/healthy') return { ok: true };
  if (path === '/api/map/zaatari.json') {
    const read = (name) => JSON.parse(readFileSync(join(DATA, 'sites/zaatari', name), 'utf8'));
    return { districts: read('DistrictBoundaries_2016_12.geojson'), roads: read('Roads_2016_12.geojson') };
  }
  if (path.startsWith('/api/map/')) {
    const file = join(DATA, path.slice('/api/map/'.length));
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }
  return method === 'POST' ? null : { status: 404, body: { error: { kind: 'Refused', field: 'path', reason: 'not in the fixture', clause: '', detail: {} } } };
}

function send(change) {
  cursor += 1;
  for (const res of feeds) res.write(`event: change\ndata: ${JSON.stringify({ cursor, now_ms: now(), ...change })}\n\n`);
}
setInterval(() => {
  for (const res of feeds) res.write(`event: beat\ndata: ${JSON.stringify({ now_ms: now() })}\n\n`);
}, 5000);

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };
function file(path, res) {
  const at = join(STATIC, normalize(path === '/' ? '/index.html' : path));
  if (!at.startsWith(STATIC) || !existsSync(at)) return res.writeHead(404).end();
  res.writeHead(200, { 'Content-Type': `${TYPES[extname(at)] ?? 'application/octet-stream'}; charset=utf-8`, 'Content-Security-Policy': POLICY });
  return res.end(readFileSync(at));
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
  if (!url.pathname.startsWith('/api/') && url.pathname !== '/healthy') {
    file(decodeURIComponent(url.pathname), res);
    return;
  }
  let text = '';
  req.on('data', (part) => (text += part));
  req.on('end', () => {
    const answer = api(req.method, url.pathname, url.searchParams, text === '' ? {} : JSON.parse(text));
    const status = answer?.status >= 400 ? answer.status : 200;
    res.writeHead(status, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify(status === 200 ? answer : answer.body));
  });
}).listen(PORT, '127.0.0.1', () => console.log(`fixture on http://127.0.0.1:${PORT}`));
