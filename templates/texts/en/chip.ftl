# The SLA chip. Numbers take the plural of the language.
chip-on-time-days =
    On time · { $days } { $days ->
        [one] working day
        *[other] working days
    }
chip-on-time-hours =
    On time · { $hours } { $hours ->
        [one] working hour
        *[other] working hours
    }
chip-on-time-minutes = On time · { $minutes } min
chip-risk-today = Due today, { $time }
chip-risk-days =
    Due in { $days } { $days ->
        [one] working day
        *[other] working days
    }
chip-late = Late
chip-late-days =
    { $days } { $days ->
        [one] working day
        *[other] working days
    } late
chip-late-hours =
    { $hours } { $hours ->
        [one] working hour
        *[other] working hours
    } late
chip-late-minutes = { $minutes } min late
chip-paused = Paused
chip-paused-for = Paused: { $reason }
chip-outside = Outside hours, runs from { $time }
chip-extended = Extended to { $date }
chip-met = Done on time
