// What the pages gain where scripts run. Everything works without them.
