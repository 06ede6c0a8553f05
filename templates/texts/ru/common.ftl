# Что стоит на каждой странице, даты, суммы и сроки.
product = Регламент
foot = Регламент — исполняемые регламенты государственных услуг
skip = К содержанию страницы
places = Разделы
languages = Язык страницы
pages = Страницы списка
page-previous = ← Предыдущая страница
page-next = Следующая страница →
place-tasks = Задачи
place-start = Новое заявление
place-moved = Пересчёт сроков
sign-out = Выйти
problems = Исправьте ошибки
case = Дело
no-due = Срок не идёт
since = с { $when }
action = { $number }. { $name }
column-number = Номер
column-applicant = Заявитель
column-action = Действие
column-service = Услуга
column-due = Срок
column-holder = Исполнитель
column-do = Что сделать
money = { $amount } тенге
date = { $day }.{ $month }.{ $year }
weekday =
    { $n ->
        [1] пн
        [2] вт
        [3] ср
        [4] чт
        [5] пт
        [6] сб
        *[7] вс
    }
term-working-days =
    { $count } { $count ->
        [one] рабочий день
        [few] рабочих дня
        *[many] рабочих дней
    }
term-calendar-days =
    { $count } { $count ->
        [one] календарный день
        [few] календарных дня
        *[many] календарных дней
    }
term-working-hours =
    { $count } { $count ->
        [one] рабочий час
        [few] рабочих часа
        *[many] рабочих часов
    }
term-hours =
    { $count } { $count ->
        [one] час
        [few] часа
        *[many] часов
    }
term-minutes =
    { $count } { $count ->
        [one] минута
        [few] минуты
        *[many] минут
    }
repealed = Правила этой услуги действовали с { $from } по { $until } и сегодня не действуют. Дела по ним ведутся, но проверьте, какие правила применяются к этому заявлению.
not-yet-in-force = Правила этой услуги вступают в силу { $from }.
