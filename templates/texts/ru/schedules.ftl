# Рассылки сводок по расписанию.
schedules-title = Рассылки
schedules-what = Сводки приходят на почту по расписанию, каждому на его языке. Пока почтовый сервер не отвечает, письма ждут и уходят один раз.
schedules-none = Расписаний нет: никому ничего не рассылается.
schedule-name = Название
schedule-name-hint = Маленькие латинские буквы, цифры и «-», например mondays.
schedule-report = Отчёт
schedule-report-overdue = Просроченные дела и сроки на сегодня
schedule-when = Когда
schedule-next = Следующая: { $at }
schedule-who = Кому
schedule-last = Последняя рассылка
schedule-mails-delivered = { $count ->
    [one] отправлено { $count } письмо
    [few] отправлено { $count } письма
    [many] отправлено { $count } писем
   *[other] отправлено { $count } письма
}
schedule-mails-waiting = { $count ->
    [one] ждёт отправки { $count } письмо
    [few] ждут отправки { $count } письма
    [many] ждут отправки { $count } писем
   *[other] ждут отправки { $count } письма
}
schedule-mails-failed = { $count ->
    [one] не доставлено { $count } письмо
    [few] не доставлено { $count } письма
    [many] не доставлено { $count } писем
   *[other] не доставлено { $count } письма
}
schedule-without-address = { $name }: нет адреса почты
schedule-remove = Убрать
schedule-remove-one = Убрать рассылку { $name }
schedule-removed = Рассылка убрана. Письма, которые ждали отправки, ещё уйдут.
schedule-kept = Рассылка сохранена
schedule-new = Новая рассылка
schedule-line = Расписание
schedule-line-hint = Шесть полей: секунда, минута, час, день, месяц, день недели. «0 0 9 * * Mon-Fri» — в девять часов с понедельника по пятницу; «0 30 8 1 * *» — первого числа в половине девятого.
schedule-days = В нерабочий день
schedule-days-skip = Пропустить
schedule-days-shift = Перенести на следующий рабочий день
schedule-days-run = Отправить всё равно
schedule-role-supervisor = Руководители
schedule-role-officer = Исполнители
schedule-personal = Личные данные
schedule-personal-yes = Называть заявителей в письмах
schedule-keep = Сохранить
schedule-wrong-name = Напишите название маленькими латинскими буквами, цифрами и «-»
schedule-wrong-line = Напишите расписание шестью полями, например «0 0 9 * * Mon-Fri»
schedule-too-often = Письма уходили бы чаще раза в полчаса; начните расписание с «0 0»
schedule-wrong-report = Выберите отчёт из списка
schedule-nobody = Выберите, кому отправлять письма
place-schedules = Рассылки
