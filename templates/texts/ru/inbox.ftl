# Входящие задачи.
inbox-title = Задачи
inbox-tabs = Чьи задачи показать
inbox-tab-mine = Мои
inbox-tab-units = Моих подразделений
inbox-tab-all = Все
inbox-caption = Задачи по сроку: сначала самые срочные
inbox-claim = Взять
inbox-claim-label = Взять: { $action }, дело { $number }
inbox-open = Открыть
inbox-open-label = Открыть: { $action }, дело { $number }
inbox-nobody = Не взята
inbox-empty-mine = У вас нет взятых задач.
inbox-empty-units = В ваших подразделениях нет открытых задач. Ничего делать не нужно.
inbox-empty-all = Открытых задач нет.
inbox-unclaimed = Задача возвращена коллегам.
taken-title = Задача не взята
taken-by = Задача уже у другого сотрудника: { $person }, взята { $when }.
taken-what-now = Вернитесь к списку и возьмите следующую задачу.
taken-back = Вернуться к списку
taken-case = Открыть дело { $number }
inbox-next = Взять следующую
inbox-none-next = Свободных задач, которые вы можете взять, сейчас нет.
inbox-empty-narrowed = По этим условиям задач не найдено.
inbox-filter-saved = Список сохранён.
inbox-pick = Выбрать: { $action }, дело { $number }
column-pick = Выбор
column-unit = Подразделение
column-office = Отдел
column-priority = Важность
holder-behalf = за { $person }
holder-owner = поручил(а) { $person }
viewing = сейчас смотрит: { $people }
priority-normal = обычная
priority-high = высокая
priority-urgent = срочно
filters = Условия и вид списка
filters-on = Условия действуют
filter-q = Имя, номер, ИИН, паспорт
filter-any = Не важно
filter-apply = Показать
filter-clear = Снять условия
filter-remove = : снять условие
filter-state = Состояние срока
filter-service = Услуга
filter-step = Действие
filter-group = Подразделение
filter-office = Отдел
filter-holder = Исполнитель
filter-holder-none = Никто
filter-holder-me = Я
filter-priority = Важность
filter-state-late = Просрочен
filter-state-risk = Истекает
filter-state-ontime = В срок
filter-state-paused = Остановлен
filter-state-outside = Вне рабочего времени
filter-state-extended = Продлён
saved-list = Сохранённые списки
saved-shared = (подразделения)
saved-name = Сохранить этот список под именем
saved-for = Для кого
saved-me = Только для меня
saved-keep = Сохранить список
saved-drop = Удалить список «{ $name }»
columns = Дополнительные столбцы
columns-keep = Запомнить столбцы
bulk = Действия с выбранными задачами
bulk-with = С выбранными:
bulk-claim = Взять
bulk-unclaim = Вернуть коллегам
bulk-caption = Что стало с каждой задачей
bulk-end = Итог
bulk-undo = Отменить: вернуть взятые задачи
bulk-too-many = Выбрано слишком много задач. Выберите не больше { $max } и повторите.
bulk-claim-done = { $count ->
    [one] { $count } взята
    [few] { $count } взято
   *[many] { $count } взято
}
bulk-unclaim-done = { $count ->
    [one] { $count } возвращена
    [few] { $count } возвращено
   *[many] { $count } возвращено
}
bulk-busy = { $count ->
    [one] { $count } занята
    [few] { $count } заняты
   *[many] { $count } занято
}
bulk-refused = { $count ->
    [one] { $count } не изменена
    [few] { $count } не изменено
   *[many] { $count } не изменено
}
bulk-row-claim = Взята вами
bulk-row-unclaim = Возвращена коллегам
bulk-row-gone = Задача уже завершена или недоступна вам
registered = № { $number }
bulk-give = Назначить…
bulk-print = Напечатать список
bulk-assign-done = { $count ->
    [one] { $count } назначена
    [few] { $count } назначено
   *[many] { $count } назначено
}
bulk-row-assign = Назначена
inbox-files = Весь список файлом:
inbox-file-mine = Мои задачи
inbox-file-units = Задачи моих подразделений
inbox-file-all = Все задачи
inbox-file-count = Задач в списке: { $count }
inbox-file-cut = Список длиннее: показаны первые { $max }. Сузьте условия.
column-state = Состояние срока
