/** Build settings. The output is committed, so names depend on content only and nothing is inlined. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const node = process.env['COMMONGROUND_NODE'] ?? 'http://127.0.0.1:8899';

/** Text files also as brotli beside them: the node serves what the browser takes, and compresses nothing anew. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle(options) {
      const folder = join(options.dir ?? '', 'assets');
      for (const name of readdirSync(folder).filter((one) => /\.(js|css)$/.test(one))) {
        const data = readFileSync(join(folder, name));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
        if (data.length > 1024) writeFileSync(join(folder, `${name}.br`), brotliCompressSync(data, { params }));
      }
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [svelte(), packed()],
  server: {
    port: 5173,
    proxy: { '/api': node, '/healthy': node },
    fs: { allow: ['..'] },
  },
  build: {
    outDir: '../src/commonground/web/static',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [
            { name: 'phrases-en', test: /messages[\\/]en[\\/]phrases/ },
            { name: 'phrases-ar', test: /messages[\\/]ar[\\/]phrases/ },
            { name: 'phrases-ru', test: /messages[\\/]ru[\\/]phrases/ },
            { name: 'lang-en', test: /messages[\\/]en[\\/]/ },
            { name: 'lang-ar', test: /messages[\\/]ar[\\/]/ },
            { name: 'lang-ru', test: /messages[\\/]ru[\\/]/ },
            { name: 'openlayers', test: /node_modules[\\/](ol|rbush|earcut|quickselect|pbf|geotiff)[\\/]/ },
          ],
        },
      },
    },
  },
  test: { include: ['tests/**/*.test.ts', 'src/**/*.test.ts'], environment: 'node' },
});
