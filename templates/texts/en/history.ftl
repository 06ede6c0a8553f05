# One sentence for every event.
history-engine = The system
history-all = Show what the engine noted for itself as well
history-plain = Hide what the engine noted for itself
some-step = a step
to-applicant = the applicant
timer-process = the whole case
timer-overdue = the term of “{ $step }”
timer-warning = the warning about the term
timer-breach = the end of the term
event-started = The application was filed and the case begun
event-step-passed = Passed: { $step }
event-step-entered = The case reached “{ $step }”
event-task-opened = The task “{ $step }” went to { $unit }
event-task-claimed = Claimed the task “{ $step }”
event-task-unclaimed = Gave back the task “{ $step }”
event-task-completed = Completed the task “{ $step }”: { $outcome }
event-job-opened = Asked a system: { $step }
event-job-completed = The system answered: { $step }
event-job-failed = The system did not answer: { $step }
event-decision = Decided by the table: { $step }
event-timer-armed = A timer was set until { $due }: { $what }
event-timer-fired = A timer fired
event-step-overdue = “{ $step }” has taken longer than its term
event-waiting-too-long = “{ $step }” has waited longer than it may
event-message = The message “{ $message }” arrived
event-message-awaited = The case waits for a message: { $step }
event-message-kept = The message “{ $message }” came early and is kept
event-notification = The letter “{ $message }” was prepared for { $to }
event-document = The document of “{ $step }” was ordered
event-token-waits = Waiting for the others before “{ $step }”
event-joined = All met before “{ $step }”
event-token-ended = A late branch ended at “{ $step }”
event-tokens-dropped = The waiting before “{ $step }” was dropped
event-interrupted = Interrupted: { $step }
event-applicant = The applicant is { $name }
event-status = Status for the applicant: { $status }
event-clock-started = The term began: { $term }, until { $date }
event-clock-paused = The clock was paused
event-clock-resumed = The clock runs again, until { $date }
event-clock-extended =
    The term was extended by { $days } { $days ->
        [one] day
        *[other] days
    }, to { $date }
event-clock-warned = Warning: the term is running out
event-clock-breached = The term passed and the service is not done
event-clock-met = The service was done on time
event-incident = The case stopped: { $step }
event-incident-resolved = Went on after the stop: { $step }
event-ended = The case ended: { $step }
event-cancelled = The case was cancelled
note-documents-all = All documents are there
note-documents-lacking = Missing or expired: { $documents }
note-ground = Ground: { $ground }
note-attempts = Attempts left: { $count }
