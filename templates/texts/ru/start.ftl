# Ввод заявления, поданного на бумаге.
services-title = Новое заявление
services-lead = Выберите услугу, на которую подано заявление.
services-none = Ни одной услуги не опубликовано.
services-term = Срок оказания: { $term }
start-back = ← К списку услуг
start-over = Новое заявление
start-form = Данные заявления
start-file = Подать заявление
start-not-filed = Заявление не подано
