# Мерзім белгісі.
chip-on-time-days = Мерзімінде · { $days } жұмыс күні
chip-on-time-hours = Мерзімінде · { $hours } жұмыс сағаты
chip-on-time-minutes = Мерзімінде · { $minutes } мин
chip-risk-today = Бүгін аяқталады, { $time }
chip-risk-days = { $days } жұмыс күнінен кейін аяқталады
chip-late = Мерзімі өтті
chip-late-days = { $days } жұмыс күніне кешікті
chip-late-hours = { $hours } жұмыс сағатына кешікті
chip-late-minutes = { $minutes } минутқа кешікті
chip-paused = Тоқтатылды
chip-paused-for = Тоқтатылды: { $reason }
chip-outside = Жұмыс уақытынан тыс, жалғасуы { $time }
chip-extended = { $date } дейін ұзартылды
chip-met = Мерзімінде орындалды
