/** Writes `public/THIRD-PARTY.txt`: the licences of what the built page contains. Run after changing a dependency. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const SHIPPED = [
  'svelte', 'esm-env', 'clsx', 'ol', 'rbush', 'quickselect', 'earcut', '@fluent/bundle', 'geographiclib-geodesic',
  '@fontsource/ibm-plex-sans', '@fontsource/ibm-plex-sans-arabic', '@fontsource/ibm-plex-mono',
];
const parts = ['What the built page of Commonground contains besides its own code.\n'];
for (const name of SHIPPED) {
  const home = new URL(`../node_modules/${name}/`, import.meta.url);
  if (!existsSync(home)) continue;
  const about = JSON.parse(readFileSync(new URL('package.json', home), 'utf8'));
  const file = readdirSync(home).find((f) => /^licen[cs]e/i.test(f));
  const text = file === undefined ? `Licence: ${about.license}` : readFileSync(new URL(file, home), 'utf8').trim();
  parts.push(`${'='.repeat(78)}\n${name} ${about.version} (${about.license})\n\n${text}\n`);
}
writeFileSync(new URL('../public/THIRD-PARTY.txt', import.meta.url), parts.join('\n'));
