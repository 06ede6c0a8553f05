# Whom to give a task.
assign-title = Whom to give the task
assign-who = Person
assign-note = What is to be done
assign-note-hint = For delegation only: the task comes back to you for confirmation.
assign-do = Make them the holder
delegate-do = Delegate, I stay answerable
assign-nobody = Choose a person.
assign-refused = The task was not given
assign-no-people = Nobody is in this group and office.
assign-load = { $count ->
    [0] no tasks
    [one] { $count } task
   *[other] { $count } tasks
}
assign-away = away
assign-away-until = away until { $until }
assign-holds = has it already
assign-link = Assign or delegate
task-given = The task was given.
task-resolved = The result was given to whoever delegated the task.
task-prioritised = The priority was changed.
resolve-note = What was done
resolve-do = Give back with the result
resolve-hint = { $person } delegated this task to you. The decision stays with them.
priority-change = Priority
priority-do = Change
give-title = Whom to give the tasks
give-count = Tasks to be assigned: { $count }.
give-rest = You may not assign the others, they stay as they are: { $count }.
give-tasks = Which tasks
give-some = can have { $count } of { $all }
give-no-people = There is nobody to assign these tasks to, or you may not assign them.
