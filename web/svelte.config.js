/** Svelte settings: runes everywhere, styles kept in files so that the page's style policy holds. */
export default {
  compilerOptions: { runes: true, css: 'external' },
};
