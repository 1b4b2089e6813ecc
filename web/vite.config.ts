/** Build settings. The output is committed, so names depend on content only and nothing is inlined. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const node = process.env['COMMONGROUND_NODE'] ?? 'http://127.0.0.1:8899';

export default defineConfig({
  base: './',
  plugins: [svelte()],
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
