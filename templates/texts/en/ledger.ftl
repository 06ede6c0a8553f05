# How a due date came about.
ledger-none = The term has not begun.
ledger-basis = Term: { $term }, counted from the event of { $from }; the day of the event is day 0.
ledger-day = Day
ledger-what = What it is
ledger-counts = Counts
ledger-day-zero = day 0
ledger-day-n = day { $n }
ledger-not-counted = not counted
ledger-event = the event that starts the term; { $kind }
ledger-moved = the term ended on a day off and moved; { $kind }
ledger-lunch = closed for { $time }
ledger-paused = added for the time it stood still; { $kind }
ledger-by-clock = by the clock
ledger-sum = Counted in all
ledger-sum-paused = The clock stood still
ledger-sum-extended = Extended by
ledger-sum-due = Last day
ledger-pauses = Pauses
ledger-pause = From { $since } to { $until }: { $time } of working time
ledger-pause-open = Standing still since { $since }
ledger-extension =
    { $at }: extended by { $days } { $days ->
        [one] day
        *[other] days
    }, to { $date }
ledger-result = The term ends on { $due }
ledger-edition = Calendar “{ $calendar }” as it was known on { $date }
ledger-duration = { $hours } h { $minutes } min
day-working = working day
day-off = day off
day-holiday = holiday: { $name }
day-substituted = off for the holiday of { $date }: { $name }
day-transferred-off = off by transfer, { $date } is worked instead
day-transferred-working = worked by transfer, { $date } is off instead
deadline-met = In time: done on { $done }, the last day was { $due }.
deadline-running = Runs until { $due }.
deadline-breached = The last day was { $due }; it has passed. { $done }
deadline-extension-notice = Notice of the extension
