// What is looked at on any screen. One expression: an object of functions that run in the page and change nothing.
({
  /** What axe-core finds of moderate weight and above. */
  async problems() {
    const weighty = ['moderate', 'serious', 'critical'];
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values } });
    const where = (node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`;
    return found.violations.filter((one) => weighty.includes(one.impact))
      .map((one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map(where).join(' | ')}`);
  },

  /** Every text that a person sees or a screen reader says, with the language it is said to be in. */
  texts() {
    const out = [];
    const add = (at, text) => out.push({ text, lang: at.closest('[lang]').lang, where: `${at.tagName}.${at.className}` });
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent.trim();
      if (text === '' || at.closest('script, style, svg, bdi, kbd, pre, [translate=no]')) continue;
      if (at.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || at.closest('option, .sr')) add(at, text);
    }
    for (const at of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        const text = at.getAttribute(name);
        if (text) add(at, text);
      }
    }
    return out;
  },

  /** What makes the page scroll, or reaches beyond the window without a box of its own to scroll in. */
  overflows() {
    const root = document.scrollingElement;
    const out = [];
    if (root.scrollWidth > innerWidth + 1) out.push(`the page is ${root.scrollWidth} wide`);
    if (root.scrollHeight > innerHeight + 1 && !document.querySelector('.signin')) out.push(`the page is ${root.scrollHeight} high`);
    const isHeld = (at) => {
      for (let box = at.parentElement; box && box !== document.body; box = box.parentElement) {
        if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
      }
      return false;
    };
    for (const at of document.querySelectorAll('body *')) {
      const box = at.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || at.closest('.sr, .labels, .map, .altp, svg, [hidden]')) continue;
      const beyond = box.right > innerWidth + 1 || box.left < -1;
      if (beyond && at.checkVisibility() && !isHeld(at)) out.push(`${at.tagName}.${at.className} ${Math.round(box.left)}..${Math.round(box.right)}`);
    }
    return out.slice(0, 5);
  },

  /** Keys, headings, labels and filled fields whose words are wider than themselves: what is cut cannot be read. */
  cut() {
    const isCut = (at) => at.checkVisibility() && !at.closest('.sr, .labels') && at.clientWidth > 0
      && at.scrollWidth > at.clientWidth + 1 && getComputedStyle(at).overflowX !== 'visible';
    const words = [...document.querySelectorAll('button, .btn, h1, h2, h3, th, label, .tag')].filter(isCut);
    const isFilled = (at) => at.checkVisibility() && !at.closest('.sr') && at.value !== '' && at.scrollWidth > at.clientWidth + 1;
    const fields = [...document.querySelectorAll('input:not([type=range], [type=checkbox], [type=radio], [type=file])')].filter(isFilled);
    return [...words, ...fields].map((at) => `${at.tagName}#${at.id}.${at.className}: ${(at.value || at.textContent).trim().slice(0, 40)}`).slice(0, 5);
  },

  /** What has the focus, and whether a ring around it or around its box can be seen. */
  focus() {
    const at = document.activeElement;
    const words = (at.getAttribute('aria-label') ?? at.textContent).trim().slice(0, 30);
    let ring = false;
    for (let box = at, steps = 0; box && steps < 4; box = box.parentElement, steps++) {
      const style = getComputedStyle(box);
      ring ||= style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    }
    return { who: `${at.tagName}#${at.id}.${at.className} ${words}`, ring };
  },
})
