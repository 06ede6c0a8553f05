// News of others' work, while the page is seen: who took a task, what is new. Without a stream the page
// offers its own address again.
import { all, find, mark, say } from './page.js';

/** A stream that broke for good is tried again after so long. */
const PAUSE = 60_000;
/** @type {EventSource | null} */
let stream = null;

/** @param {string} text What the region over the list says, with the way to look. */
function tell(text) {
  const region = find('[data-live]');
  if (!region) return;
  const words = find('[data-live-text]', region) ?? region;
  if (words.textContent === text) return;
  words.textContent = text;
  for (const link of all('a', region)) link.hidden = false;
}

function open() {
  if (stream || document.hidden) return;
  const shown = all('[data-list] [data-task]').map((row) => row.dataset.task).join(',');
  stream = new EventSource(`/live?tasks=${encodeURIComponent(shown)}`);
  stream.addEventListener('new', (event) => tell(event.data));
  stream.addEventListener('task', (event) => {
    const { task, state, text } = JSON.parse(event.data);
    const row = find(`[data-list] [data-task="${CSS.escape(task)}"]`);
    if (!row) return;
    if (row.contains(document.activeElement)) say(text);
    mark(row, text, state === 'free');
  });
  stream.onerror = () => {
    // Otherwise the browser comes back by itself.
    if (stream?.readyState !== EventSource.CLOSED) return;
    close();
    const region = find('[data-live]');
    if (region) tell(region.dataset.stopped ?? '');
    setTimeout(open, PAUSE);
  };
}

function close() {
  stream?.close();
  stream = null;
}

export function startLive() {
  if (!find('[data-live], [data-list]')) return;
  // A browser opens few connections to one host: pages that nobody sees give theirs back.
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}
