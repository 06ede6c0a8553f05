// What the pages gain where scripts run. Everything works without them.
import { startKeys } from './keys.js';
import { startSwap } from './swap.js';
import { startLive } from './live.js';
import { startDrafts } from './draft.js';

startSwap();
if (document.body.hasAttribute('data-signed-in')) {
  startKeys();
  startLive();
  startDrafts();
}
