# What stands on every page, dates, amounts and terms.
product = Reglament
foot = Reglament: regulations of public services that run
skip = Skip to the content
places = Sections
languages = Language of the page
pages = Pages of the list
page-previous = ← Previous page
page-next = Next page →
place-tasks = Tasks
place-start = New application
place-moved = Recounting
sign-out = Sign out
problems = There is a problem
case = Case
no-due = No term is running
since = since { $when }
action = { $number }. { $name }
column-number = Number
column-applicant = Applicant
column-action = Action
column-service = Service
column-due = Due
column-holder = Holder
column-do = What to do
money = { $amount } KZT
date =
    { $day } { $name ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
        *[12] Dec
    } { $year }
weekday =
    { $n ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
        *[7] Sun
    }
term-working-days =
    { $count } { $count ->
        [one] working day
        *[other] working days
    }
term-calendar-days =
    { $count } { $count ->
        [one] calendar day
        *[other] calendar days
    }
term-working-hours =
    { $count } { $count ->
        [one] working hour
        *[other] working hours
    }
term-hours =
    { $count } { $count ->
        [one] hour
        *[other] hours
    }
term-minutes =
    { $count } { $count ->
        [one] minute
        *[other] minutes
    }
repealed = The rules of this service were in force from { $from } until { $until } and are not in force today. Cases under them are still worked; check which rules apply to this application.
not-yet-in-force = The rules of this service come into force on { $from }.
