# Метка срока.
chip-on-time-days =
    В срок · { $days } раб. { $days ->
        [one] день
        [few] дня
        *[many] дней
    }
chip-on-time-hours =
    В срок · { $hours } раб. { $hours ->
        [one] час
        [few] часа
        *[many] часов
    }
chip-on-time-minutes = В срок · { $minutes } мин
chip-risk-today = Истекает сегодня, { $time }
chip-risk-days =
    Истекает через { $days } раб. { $days ->
        [one] день
        [few] дня
        *[many] дней
    }
chip-late = Просрочено
chip-late-days =
    Просрочено на { $days } раб. { $days ->
        [one] день
        [few] дня
        *[many] дней
    }
chip-late-hours =
    Просрочено на { $hours } раб. { $hours ->
        [one] час
        [few] часа
        *[many] часов
    }
chip-late-minutes = Просрочено на { $minutes } мин
chip-paused = Остановлен
chip-paused-for = Остановлен: { $reason }
chip-outside = Вне рабочего времени, идёт с { $time }
chip-extended = Продлён до { $date }
chip-met = Исполнено в срок
