# Барлық бетте тұратын сөздер, күндер, сомалар және мерзімдер.
product = Регламент
foot = Регламент — мемлекеттік қызметтердің орындалатын регламенттері
skip = Беттің мазмұнына өту
places = Бөлімдер
languages = Беттің тілі
pages = Тізім беттері
page-previous = ← Алдыңғы бет
page-next = Келесі бет →
place-tasks = Тапсырмалар
place-start = Жаңа өтініш
place-moved = Мерзімдерді қайта есептеу
sign-out = Шығу
problems = Қателерді түзетіңіз
case = Іс
no-due = Мерзім есептелмейді
since = алған уақыты: { $when }
action = { $number }. { $name }
column-number = Нөмірі
column-applicant = Өтініш беруші
column-action = Әрекет
column-service = Қызмет
column-due = Мерзімі
column-holder = Орындаушы
column-do = Не істеу керек
money = { $amount } теңге
date = { $day }.{ $month }.{ $year }
weekday =
    { $n ->
        [1] дс
        [2] сс
        [3] ср
        [4] бс
        [5] жм
        [6] сн
        *[7] жс
    }
term-working-days = { $count } жұмыс күні
term-calendar-days = { $count } күнтізбелік күн
term-working-hours = { $count } жұмыс сағаты
term-hours = { $count } сағат
term-minutes = { $count } минут
repealed = Бұл қызметтің қағидалары { $from } мен { $until } аралығында қолданыста болды, бүгін олар қолданылмайды. Олар бойынша істер жүргізіледі, бірақ осы өтінішке қай қағидалар қолданылатынын тексеріңіз.
not-yet-in-force = Бұл қызметтің қағидалары { $from } күні күшіне енеді.
