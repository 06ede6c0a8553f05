// What is typed is not lost: a copy in this tab at once, one on the server every few seconds. Beside it the
// page tells the server that it is being looked at, and who else looks.
import { all, field, find, token } from './page.js';

const EVERY = 5_000;
const BEAT = 30_000;
/** Who does nothing for so long looks at nothing: a page left open must not keep a session alive. */
const ASLEEP = 600_000;
/** Names the copy of the form that was sent last. */
const SENT = 'draft-sent';
const OWN = new Set(['csrf', 'key', 'version', 'back']);

/** @param {HTMLFormElement} form */
function typed(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => !OWN.has(name) && typeof value === 'string');
  return new URLSearchParams(/** @type {[string, string][]} */ (pairs)).toString();
}

/**
 * @param {HTMLFormElement} form
 * @param {string} text What was typed, as `typed` gave it.
 */
function fill(form, text) {
  const pairs = new URLSearchParams(text);
  for (const field of /** @type {HTMLInputElement[]} */ ([...form.elements])) {
    if (!field.name || OWN.has(field.name) || ['file', 'submit', 'hidden', 'button'].includes(field.type)) continue;
    const values = pairs.getAll(field.name);
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const task = form.dataset.draft ?? '';
  const copy = `draft:${task}`;
  const state = find('[data-draft-state]', form) ?? find('[data-draft-state]');
  const left = sessionStorage.getItem(copy);
  let saved = typed(form);
  let busy = false;
  if (left !== null && left !== saved) fill(form, left);

  const save = async (/** @type {boolean} */ leaving) => {
    const now = typed(form);
    if (now === saved || (busy && !leaving)) return;
    busy = true;
    try {
      const body = new URLSearchParams(now);
      for (const name of ['csrf', 'version']) body.set(name, field(`[name="${name}"]`, form)?.value ?? '');
      const answer = await fetch(`/tasks/${encodeURIComponent(task)}/draft`, { method: 'POST', body, keepalive: leaving });
      if (!answer.ok) throw new Error(String(answer.status));
      saved = now;
      if (typed(form) === now) sessionStorage.removeItem(copy);
      const words = (answer.headers.get('content-type') ?? '').startsWith('text/plain') ? await answer.text() : '';
      if (state && words) state.textContent = words;
    } catch {
      // The copy of this tab stays, and the next turn tries again.
      if (state) state.textContent = state.dataset.failed ?? '';
    } finally {
      busy = false;
    }
  };

  form.addEventListener('input', () => sessionStorage.setItem(copy, typed(form)));
  // The form takes the text along. Whether it arrived, the next page of ours shows: until then the copy stays.
  form.addEventListener('submit', () => {
    sessionStorage.setItem(copy, typed(form));
    sessionStorage.setItem(SENT, copy);
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) void save(true); });
  setInterval(() => void save(false), EVERY);
}

/** @param {HTMLElement} place */
function look(place) {
  let awake = Date.now();
  for (const sign of ['pointermove', 'keydown', 'scroll']) {
    addEventListener(sign, () => { awake = Date.now(); }, { passive: true });
  }
  const beat = async () => {
    if (document.hidden || Date.now() - awake > ASLEEP) return;
    try {
      const body = new URLSearchParams({ csrf: token() });
      const answer = await fetch(`${place.dataset.viewing}/viewing`, { method: 'POST', body });
      const words = answer.ok ? await answer.text() : '';
      if (place.textContent !== words) place.textContent = words;
    } catch { /* Only advice: the next beat says more. */ }
  };
  void beat();
  setInterval(() => void beat(), BEAT);
}

export function startDrafts() {
  const forms = /** @type {HTMLFormElement[]} */ (all('form[data-draft]'));
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && !forms.some((form) => `draft:${form.dataset.draft}` === sent)) sessionStorage.removeItem(sent);
  forms.forEach(keep);
  for (const place of all('[data-viewing]')) look(place);
}
