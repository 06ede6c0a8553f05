// Forms and links marked `data-swap="#id"` show their answer without a new page: the answer's element of
// that id takes the place of the page's one; focus and scroll stay. An answer without it is shown whole.
import { field, find, mark, opener, say, sayKnown } from './page.js';

/** @type {Map<string, AbortController>} What is under way for each part of the page. */
const underWay = new Map();

/**
 * @param {string} css
 * @param {string} url
 * @param {RequestInit} init
 * @param {Element} from The form or link.
 */
async function swap(css, url, init, from) {
  const posts = init.method === 'POST';
  const busy = underWay.get(css);
  // A second press of a button that changes something waits for the first; a second look replaces it.
  if (busy && posts) return;
  busy?.abort();
  const control = new AbortController();
  underWay.set(css, control);
  try {
    const answer = await fetch(url, { ...init, signal: control.signal, headers: { 'x-swap': css } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    show(css, answer, page, from, posts);
  } catch {
    if (!control.signal.aborted) sayKnown('failed');
  } finally {
    if (underWay.get(css) === control) underWay.delete(css);
  }
}

/**
 * @param {string} css
 * @param {Response} answer
 * @param {Document} page
 * @param {Element} from
 * @param {boolean} posts
 */
function show(css, answer, page, from, posts) {
  const [old, fresh] = [find(css), find(css, page)];
  renew(page);
  if (old && fresh) {
    const back = place(old);
    old.replaceWith(fresh);
    back();
    document.title = page.title;
    if (!posts || answer.redirected) history[posts ? 'replaceState' : 'pushState'](null, '', answer.url);
    const problem = find('.problems', fresh);
    problem?.setAttribute('tabindex', '-1');
    problem?.focus();
    const said = problem ?? find('[role="status"], [role="alert"]', fresh);
    if (said) say(said.textContent);
    else sayKnown('loaded');
  } else if (answer.ok) {
    location.assign(answer.url);
  } else {
    refused(page, from);
  }
}

/**
 * Somebody was faster, or it may not be: the row says so and the next one has focus; a refusal that
 * needs a page of its own takes the place of this one.
 * @param {Document} page
 * @param {Element} from
 */
function refused(page, from) {
  const words = find('main .lead', page)?.textContent?.trim();
  const row = /** @type {HTMLElement | null} */ (from.closest('[data-row]'));
  if (row && words) {
    mark(row, words);
    say(words);
    opener(row.nextElementSibling ?? row.previousElementSibling)?.focus();
    return;
  }
  const [old, fresh] = [find('main'), find('main', page)];
  if (!old || !fresh) return sayKnown('failed');
  old.replaceWith(fresh);
  fresh.focus();
}

/** @param {HTMLElement} old The way back to the element that has focus in it, and to the scroll. */
function place(old) {
  const [focus, top] = [document.activeElement, window.scrollY];
  const action = focus instanceof HTMLElement && old.contains(focus) ? focus : null;
  const task = action?.closest('[data-task]')?.getAttribute('data-task');
  const inRow = action?.dataset.action ? `[data-action="${action.dataset.action}"]` : 'a';
  const again = action?.id ? `#${CSS.escape(action.id)}` : task ? `[data-task="${CSS.escape(task)}"] ${inRow}` : '';
  return () => {
    if (again) (find(again) ?? find('main'))?.focus({ preventScroll: true });
    window.scrollTo(0, top);
  };
}

/** @param {Document} page Its forms may be sent once more: the forms that stay get its keys. */
function renew(page) {
  const fresh = field('input[name="key"]', page)?.value.slice(0, 16);
  if (!fresh) return;
  for (const key of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name="key"]'))) {
    key.value = fresh + key.value.slice(16);
  }
}

export function startSwap() {
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const css = form.dataset.swap;
    if (!css || event.defaultPrevented) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    const pairs = new URLSearchParams(/** @type {any} */ (data));
    const url = new URL(event.submitter?.getAttribute('formaction') ?? form.action, location.href);
    if (form.method === 'post') {
      const body = form.enctype === 'multipart/form-data' ? data : pairs;
      void swap(css, url.href, { method: 'POST', body }, form);
    } else {
      url.search = pairs.toString();
      void swap(css, url.href, {}, form);
    }
  });
  document.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest?.('a[data-swap]');
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!(link instanceof HTMLAnchorElement) || !plain || event.defaultPrevented) return;
    event.preventDefault();
    void swap(link.dataset.swap ?? '', link.href, {}, link);
  });
  addEventListener('popstate', () => location.reload());
}
