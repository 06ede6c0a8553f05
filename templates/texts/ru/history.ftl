# По предложению на каждое событие.
history-engine = Система
history-all = Показать и служебные записи
history-plain = Скрыть служебные записи
some-step = действие
to-applicant = заявителю
timer-process = всё дело
timer-overdue = срок действия «{ $step }»
timer-warning = предупреждение о сроке
timer-breach = истечение срока
event-started = Заявление подано, дело заведено
event-step-passed = Пройдено: { $step }
event-step-entered = Дело дошло до действия «{ $step }»
event-task-opened = Задача «{ $step }» передана подразделению: { $unit }
event-task-claimed = Взята задача «{ $step }»
event-task-unclaimed = Возвращена задача «{ $step }»
event-task-completed = Завершена задача «{ $step }»: { $outcome }
event-job-opened = Запрошено у системы: { $step }
event-job-completed = Система ответила: { $step }
event-job-failed = Система не ответила: { $step }
event-decision = Определено по таблице: { $step }
event-timer-armed = Поставлен таймер до { $due }: { $what }
event-timer-fired = Сработал таймер
event-step-overdue = Превышен срок действия «{ $step }»
event-waiting-too-long = Превышено время ожидания: «{ $step }»
event-message = Получено сообщение «{ $message }»
event-message-awaited = Дело ждёт сообщения: { $step }
event-message-kept = Сообщение «{ $message }» пришло раньше времени и сохранено
event-notification = Подготовлено письмо «{ $message }» — { $to }
event-document = Заказан документ шага «{ $step }»
event-subprocess = Начато: { $step }
event-scope-opened = Начато для одной записи: { $step }
event-scope-ended = Закончено: { $step }
event-scope-cancelled = Больше не нужно: { $step }
event-scope-cleared = Остальное остановлено: { $step }
event-subprocess-completed = Закончено полностью: { $step }
event-of-item = { $text } — { $item }
event-token-waits = Ожидание остальных перед «{ $step }»
event-joined = Все сошлись перед «{ $step }»
event-token-ended = Запоздавшая ветвь закончилась у «{ $step }»
event-tokens-dropped = Ожидание перед «{ $step }» отменено
event-interrupted = Прервано: { $step }
event-applicant = Заявитель: { $name }
event-status = Состояние для заявителя: { $status }
event-clock-started = Срок начался: { $term }, до { $date }
event-clock-paused = Срок остановлен
event-clock-resumed = Срок идёт снова, до { $date }
event-clock-extended =
    Срок продлён на { $days } { $days ->
        [one] день
        [few] дня
        *[many] дней
    }, до { $date }
event-clock-recounted = Срок пересчитан по календарю, известному теперь: был { $was }, стал { $date }
event-task-recounted = Срок действия «{ $step }» пересчитан: был { $was }, стал { $date }
event-case-linked = Дело связано с делом № { $number }
event-case-unlinked = Связь с другим делом снята
event-clock-warned = Предупреждение: срок подходит к концу
event-clock-breached = Срок истёк, а услуга не оказана
event-clock-met = Услуга оказана в срок
event-incident = Дело остановилось: { $step }
event-incident-resolved = Продолжено после остановки: { $step }
event-ended = Дело завершено: { $step }
event-cancelled = Дело прекращено
note-documents-all = Все документы есть
note-documents-lacking = Нет или просрочены: { $documents }
note-ground = Основание: { $ground }
note-attempts = Осталось попыток: { $count }
