# Документы дела и проверка подлинности.
case-documents = Документы
document-what = Документ
document-number = Номер
document-made = Когда изготовлен
document-open = Открыть и распечатать
document-download = Скачать
document-none = Документов ещё не было.
document-waiting = Готовится
document-failed = Не изготовлен
verify-title = Проверка документа
verify-code = Код проверки
verify = Проверить
verify-help = Код напечатан внизу документа: шестнадцать букв и цифр.
verify-genuine = Документ подлинный.
verify-compare = Сверьте вид, номер и дату с документом, который у вас в руках.
verify-kind = Вид документа
verify-date = Дата
verify-unknown = Документа с таким кодом нет. Проверьте, верно ли набран код.
verify-too-many = Слишком много неверных кодов. Попробуйте через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}.
