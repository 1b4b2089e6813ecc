/** The chosen language and theme, kept between visits. It sets the page's `lang`, `dir` and `data-theme`. */
import { loadMessages } from './messages';
import type { Lang } from './types';

export const LANGS: readonly Lang[] = ['en', 'ar', 'ru'];
export type Theme = 'dark' | 'light';

class Look {
  lang = $state<Lang>('en');
  theme = $state<Theme>('dark');

  get dir(): 'ltr' | 'rtl' {
    return this.lang === 'ar' ? 'rtl' : 'ltr';
  }

  async setLang(lang: Lang): Promise<void> {
    await loadMessages(lang);
    this.lang = lang;
    this.#show();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.#show();
  }

  /** Read what was chosen last time; the first time, the browser's language and a dark screen. */
  async restore(): Promise<void> {
    const asked = localStorage.getItem('cg.lang') ?? navigator.language.slice(0, 2);
    const lang = LANGS.find((l) => l === asked) ?? 'en';
    this.theme = localStorage.getItem('cg.theme') === 'light' ? 'light' : 'dark';
    await this.setLang(lang);
  }

  #show(): void {
    const root = document.documentElement;
    root.lang = this.lang;
    root.dir = this.dir;
    root.dataset['theme'] = this.theme;
    localStorage.setItem('cg.lang', this.lang);
    localStorage.setItem('cg.theme', this.theme);
  }
}

export const look = new Look();
