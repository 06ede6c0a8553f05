# Digests that are mailed by schedule.
schedules-title = Mailings
schedules-what = Digests come by mail on a schedule, to each in their language. While the mail server does not answer, mails wait and leave once.
schedules-none = There are no schedules: nobody is sent anything.
schedule-name = Name
schedule-name-hint = Small Latin letters, digits and “-”, such as mondays.
schedule-report = Report
schedule-report-overdue = Overdue cases and what is due today
schedule-when = When
schedule-next = Next: { $at }
schedule-who = To whom
schedule-last = Last mailing
schedule-mails-delivered = { $count ->
    [one] { $count } mail sent
   *[other] { $count } mails sent
}
schedule-mails-waiting = { $count ->
    [one] { $count } mail waits to be sent
   *[other] { $count } mails wait to be sent
}
schedule-mails-failed = { $count ->
    [one] { $count } mail not delivered
   *[other] { $count } mails not delivered
}
schedule-without-address = { $name }: no e-mail address
schedule-remove = Remove
schedule-remove-one = Remove the mailing { $name }
schedule-removed = The mailing was removed. Mails that waited to be sent still leave.
schedule-kept = The mailing was kept
schedule-new = New mailing
schedule-line = Schedule
schedule-line-hint = Six fields: second, minute, hour, day, month, day of the week. “0 0 9 * * Mon-Fri” is nine o’clock from Monday to Friday; “0 30 8 1 * *” is half past eight on the first of the month.
schedule-days = On a day off
schedule-days-skip = Leave it out
schedule-days-shift = Wait for the next working day
schedule-days-run = Send it all the same
schedule-role-supervisor = Supervisors
schedule-role-officer = Officers
schedule-personal = Personal data
schedule-personal-yes = Name the applicants in the mails
schedule-keep = Keep
schedule-wrong-name = Write the name in small Latin letters, digits and “-”
schedule-wrong-line = Write the schedule as six fields, such as “0 0 9 * * Mon-Fri”
schedule-too-often = Mails would leave more often than every half hour; begin the schedule with “0 0”
schedule-wrong-report = Choose a report of the list
schedule-nobody = Choose who gets the mails
place-schedules = Mailings
