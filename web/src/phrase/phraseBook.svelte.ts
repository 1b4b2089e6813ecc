/** Whether the phrase book is there: read once, when the first message is shown or written. */
import { loadBook } from './catalogue';

class PhraseBook {
  ready = $state(false);
  failed = $state(false);

  async open(): Promise<void> {
    if (this.ready) return;
    this.failed = false;
    try {
      await loadBook();
      this.ready = true;
    } catch {
      this.failed = true;
    }
  }
}

export const phraseBook = new PhraseBook();
