// What the modules know of the page: its status region, its rows, its token.

/** @type {(css: string, root?: ParentNode) => HTMLElement | null} */
export const find = (css, root = document) => root.querySelector(css);

/** @type {(css: string, root?: ParentNode) => HTMLInputElement | null} */
export const field = (css, root = document) => root.querySelector(css);

/** @type {(css: string, root?: ParentNode) => HTMLElement[]} */
export const all = (css, root = document) => [...root.querySelectorAll(/** @type {any} */ (css))];

/** The token of the session, as every form carries it. */
export const token = () => field('input[name="csrf"]')?.value ?? '';

/** @param {string | null | undefined} text What a screen reader says next. */
export function say(text) {
  const region = find('#said');
  if (!region || !text) return;
  // The same words twice would not be said twice.
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 50);
}

/** @param {string} name One of the sentences that the status region has ready. */
export const sayKnown = (name) => say(find('#said')?.dataset[name]);

/**
 * Changes the page while the row under the pointer, or the one with focus, stays where it is.
 * @param {() => void} change
 */
export function keepingPlace(change) {
  const held = find('[data-row]:hover') ?? document.activeElement;
  const before = held?.getBoundingClientRect().top ?? 0;
  change();
  if (held?.isConnected) window.scrollBy(0, held.getBoundingClientRect().top - before);
}

/**
 * Writes into a row who has its task now. What could be done with it can be no longer, until it is free.
 * @param {HTMLElement} row
 * @param {string} text
 * @param {boolean} free
 */
export function mark(row, text, free = false) {
  keepingPlace(() => {
    const cell = find('[data-held]', row) ?? row.lastElementChild;
    if (cell) cell.textContent = text;
    row.classList.toggle('gone', !free);
    for (const form of all('form:has([data-action="claim"])', row)) form.hidden = !free;
    const box = field('input[type="checkbox"]', row);
    if (box && !free) box.checked = false;
  });
}

/** @type {(row: Element | null | undefined) => HTMLElement | null} */
export const opener = (row) =>
  row ? find('[data-action="open"]', row) ?? find('a', row) : null;
