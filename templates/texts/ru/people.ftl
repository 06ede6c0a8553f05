# Кому поручить задачу.
assign-title = Кому поручить задачу
assign-who = Сотрудник
assign-note = Что нужно сделать
assign-note-hint = Только для поручения: задача вернётся к вам на подтверждение.
assign-do = Назначить исполнителем
delegate-do = Поручить, отвечаю я
assign-nobody = Выберите сотрудника.
assign-refused = Задача не передана
assign-no-people = В этой группе и этом отделе нет сотрудников.
assign-load = { $count ->
    [0] задач нет
    [one] { $count } задача
    [few] { $count } задачи
   *[many] { $count } задач
}
assign-away = отсутствует
assign-away-until = отсутствует до { $until }
assign-holds = уже исполнитель
assign-link = Назначить или поручить
task-given = Задача передана.
task-resolved = Результат передан тому, кто поручил задачу.
task-prioritised = Важность изменена.
resolve-note = Что сделано
resolve-do = Вернуть с результатом
resolve-hint = Задачу вам поручил(а) { $person }. Решение остаётся за тем, кто поручил.
priority-change = Важность
priority-do = Изменить
give-title = Кому назначить задачи
give-count = Будет назначено задач: { $count }.
give-rest = Назначить остальные вы не можете, они не изменятся: { $count }.
give-tasks = Какие задачи
give-some = может получить { $count } из { $all }
give-no-people = Назначить эти задачи некому или у вас нет на это права.
