# Как посчитан срок.
ledger-none = Срок ещё не начался.
ledger-basis = Срок: { $term }. Считается от события { $from }; день события — нулевой.
ledger-day = День
ledger-what = Что за день
ledger-counts = Счёт
ledger-day-zero = день 0
ledger-day-n = день { $n }
ledger-not-counted = не считается
ledger-event = событие, от которого идёт срок; { $kind }
ledger-moved = срок кончился в нерабочий день и перенесён; { $kind }
ledger-lunch = перерыв { $time }
ledger-paused = добавлено за время остановки; { $kind }
ledger-by-clock = по часам
ledger-sum = Всего посчитано
ledger-sum-paused = Срок стоял
ledger-sum-extended = Продлён на
ledger-sum-due = Последний день
ledger-pauses = Остановки
ledger-pause = С { $since } по { $until }: { $time } рабочего времени
ledger-pause-open = Стоит с { $since }
ledger-extension =
    { $at }: срок продлён на { $days } { $days ->
        [one] день
        [few] дня
        *[many] дней
    }, до { $date }
ledger-result = Срок истекает { $due }
ledger-edition = Календарь «{ $calendar }», каким он был известен { $date }
ledger-duration = { $hours } ч { $minutes } мин
day-working = рабочий день
day-off = выходной
day-holiday = праздник: { $name }
day-substituted = выходной за праздник { $date }: { $name }
day-transferred-off = выходной, перенесённый с { $date }
day-transferred-working = рабочий день: выходной перенесён на { $date }
deadline-met = В срок: выполнено { $done }, последний день { $due }.
deadline-running = Идёт до { $due }.
deadline-breached = Последний день был { $due }, срок истёк. { $done }
deadline-extension-notice = Уведомление о продлении
