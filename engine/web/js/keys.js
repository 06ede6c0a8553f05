// Keys press what is on the page: they know no action of their own. A key is known by its place on the
// keyboard, because people type in Cyrillic layouts.
import { all, field, find, opener, sayKnown } from './page.js';

const LETTERS = /** @type {Record<string, string>} */ ({
  KeyC: 'claim', KeyU: 'unclaim', KeyA: 'assign', KeyE: 'extend', KeyN: 'next',
});
/** So long may `G` wait for its second letter. */
const CHORD = 1500;
let chordSince = -Infinity;
/** @type {HTMLElement | null} The row that `Shift + X` selects from. */
let anchor = null;

const EDITABLE = 'input, select, textarea, [contenteditable], dialog';

/** @type {(css: string) => HTMLDialogElement | null} */
const box = (css) => document.querySelector(css);
const rows = () => all('[data-list] [data-row]');
/** @returns {HTMLElement | null} */
const current = () => document.activeElement?.closest('[data-row]') ?? null;

/** @param {HTMLElement} one */
const seen = (one) => one.checkVisibility();

/** @param {number} step */
function move(step) {
  const list = rows();
  const row = current();
  const at = row ? list.indexOf(row) + step : step > 0 ? 0 : list.length - 1;
  const next = opener(list[Math.max(0, Math.min(at, list.length - 1))]);
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return next !== null;
}

/** @param {HTMLElement} target Presses it, or opens it, or goes to it. */
function press(target) {
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    find('input:not([type="hidden"]), select, textarea, button', target)?.focus();
  } else if (target.matches('input:not([type="submit"]), select, textarea')) {
    target.focus();
  } else {
    target.click();
  }
}

/** @param {string} name Of the row that has focus; else of the page. */
function act(name) {
  const css = `[data-action="${name}"]`;
  const row = current();
  const target = (row && all(css, row).find(seen))
    ?? all(`main ${css}`).find((found) => seen(found) && !found.closest('[data-row]'));
  if (target) press(target);
  return Boolean(target);
}

/** @param {boolean} range */
function select(range) {
  const row = current();
  if (!row) return false;
  const list = rows();
  const from = range && anchor?.isConnected ? list.indexOf(anchor) : list.indexOf(row);
  const [first, last] = [from, list.indexOf(row)].sort((a, b) => a - b);
  for (const one of list.slice(first, last + 1)) {
    const box = field('input[type="checkbox"]', one);
    if (box && (!range || !box.checked)) box.click();
  }
  anchor = row;
  return true;
}

/** @param {KeyboardEvent} event False when it does nothing here. */
function single(event) {
  const inList = current() !== null || document.activeElement === document.body || !rows().length;
  const chord = event.timeStamp - chordSince < CHORD;
  chordSince = event.code === 'KeyG' ? event.timeStamp : -Infinity;
  if (chord && event.code === 'KeyI') { location.assign('/tasks'); return true; }
  if (event.key === '?' || (event.shiftKey && event.code === 'Slash')) { void help(); return true; }
  if (event.shiftKey && event.code !== 'KeyX') return false;
  if (event.code === 'Slash') {
    const search = find('#find') ?? find('main [data-action="search"]');
    search?.focus();
    return search !== null;
  }
  if (!inList) return false;
  switch (event.code) {
    case 'KeyJ': return move(1);
    case 'KeyK': return move(-1);
    case 'KeyX': return select(event.shiftKey);
    default: return event.code in LETTERS && act(LETTERS[event.code]);
  }
}

/** Presses the only button of the form, or of its part, that has focus; of several, goes to the first. */
function submit() {
  const focus = document.activeElement;
  const part = focus?.closest('details, form') ?? find('main form[data-draft], main form.work');
  const buttons = part ? all('button.button:not([formnovalidate], .unseen)', part).filter(seen) : [];
  if (buttons.length === 1) buttons[0].click();
  else buttons[0]?.focus();
  return buttons.length > 0;
}

async function help() {
  const dialog = box('#keys-dialog');
  const place = dialog?.firstElementChild;
  if (!dialog || !place) return;
  if (!place.hasChildNodes()) {
    try {
      const page = await (await fetch('/help')).text();
      const keys = new DOMParser().parseFromString(page, 'text/html').querySelector('#keys');
      if (keys) place.append(...keys.childNodes);
    } catch {
      sayKnown('failed');
      return;
    }
  }
  dialog.showModal();
}

/** The places and actions of this page by name. Enter in the field presses the first, as in every form. */
function palette() {
  const dialog = box('#palette');
  const input = field('#palette-find');
  const list = find('#palette .options');
  if (!dialog || !input || !list || dialog.open) return;
  const row = current();
  const named = all('main [data-action], main .tabs a, main .saved a, .places a, a.help, a.who-name')
    .filter((one) => [row, null].includes(one.closest('[data-row]')))
    .map((one) => ({ one, name: name(one) })).filter((item) => item.name);
  const draw = () => {
    const asked = fold(input.value);
    const hits = named.filter((item) => fold(item.name).includes(asked)).slice(0, 12);
    list.replaceChildren(...hits.map(({ one, name }) => {
      const [item, button] = [document.createElement('li'), document.createElement('button')];
      button.textContent = name;
      button.onclick = () => { dialog.close(); press(one); };
      item.append(button);
      return item;
    }));
  };
  input.value = '';
  input.oninput = draw;
  draw();
  dialog.showModal();
}

/** @param {HTMLElement} one */
const name = (one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').replace(/\s+/g, ' ').trim();
/** @param {string} text */
const fold = (text) => text.toLowerCase().replaceAll('ё', 'е').trim();

export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.defaultPrevented || event.altKey) return;
    let done = false;
    if (event.ctrlKey || event.metaKey) {
      if (event.code === 'Enter') done = submit();
      if (event.code === 'KeyK') { palette(); done = true; }
    } else if (!(event.target instanceof Element && event.target.closest(EDITABLE))) {
      if (current() && event.code === 'ArrowDown') done = move(1);
      else if (current() && event.code === 'ArrowUp') done = move(-1);
      else if (document.body.hasAttribute('data-keys')) done = single(event);
    }
    if (done) event.preventDefault();
  });
}
