# Due dates that an amendment of the calendar would move.
moved-title = Recounting due dates
moved-what = These open cases have another due date by the calendar as it is known today. A due date does not move by itself: a supervisor has it recounted.
moved-none = No open due date moves. There is nothing to do.
moved-dates = Due date
moved-why = Why
moved-from-to = { $was } → { $due }
moved-by-amendment = { $what } (known from { $date })
moved-by-transfer = A day of rest was transferred: { $off } is off, { $work } is worked (known from { $date })
moved-do = Recount
moved-do-all = Recount all
moved-done = Cases with recounted due dates: { $count }
