# Кесте бойынша жиынтықтарды тарату.
schedules-title = Таратылымдар
schedules-what = Жиынтықтар поштаға кесте бойынша, әркімге өз тілінде келеді. Пошта сервері жауап бермей тұрғанда хаттар күтеді және бір рет жіберіледі.
schedules-none = Кесте жоқ: ешкімге ештеңе таратылмайды.
schedule-name = Атауы
schedule-name-hint = Кіші латын әріптері, цифрлар және «-», мысалы mondays.
schedule-report = Есеп
schedule-report-overdue = Мерзімі өткен істер және бүгінгі мерзімдер
schedule-when = Қашан
schedule-next = Келесісі: { $at }
schedule-who = Кімге
schedule-last = Соңғы таратылым
schedule-mails-delivered = { $count ->
    [one] { $count } хат жіберілді
   *[other] { $count } хат жіберілді
}
schedule-mails-waiting = { $count ->
    [one] { $count } хат жіберуді күтуде
   *[other] { $count } хат жіберуді күтуде
}
schedule-mails-failed = { $count ->
    [one] { $count } хат жеткізілмеді
   *[other] { $count } хат жеткізілмеді
}
schedule-without-address = { $name }: пошта мекенжайы жоқ
schedule-remove = Алып тастау
schedule-remove-one = { $name } таратылымын алып тастау
schedule-removed = Таратылым алып тасталды. Жіберуді күткен хаттар әлі де кетеді.
schedule-kept = Таратылым сақталды
schedule-new = Жаңа таратылым
schedule-line = Кесте
schedule-line-hint = Алты өріс: секунд, минут, сағат, күн, ай, апта күні. «0 0 9 * * Mon-Fri» — дүйсенбіден жұмаға дейін сағат тоғызда; «0 30 8 1 * *» — айдың бірінде сегіз жарымда.
schedule-days = Жұмыс емес күні
schedule-days-skip = Өткізіп жіберу
schedule-days-shift = Келесі жұмыс күніне ауыстыру
schedule-days-run = Бәрібір жіберу
schedule-role-supervisor = Басшылар
schedule-role-officer = Орындаушылар
schedule-personal = Жеке деректер
schedule-personal-yes = Хаттарда өтініш берушілердің атын жазу
schedule-keep = Сақтау
schedule-wrong-name = Атауын кіші латын әріптерімен, цифрлармен және «-» белгісімен жазыңыз
schedule-wrong-line = Кестені алты өріспен жазыңыз, мысалы «0 0 9 * * Mon-Fri»
schedule-too-often = Хаттар жарты сағатта бір реттен жиі кетер еді; кестені «0 0» деп бастаңыз
schedule-wrong-report = Есепті тізімнен таңдаңыз
schedule-nobody = Хаттарды кімге жіберу керегін таңдаңыз
place-schedules = Таратылымдар
