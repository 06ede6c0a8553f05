# Почему не выполнено.
refusal-not-candidate = Эту задачу выполняет другое подразделение.
refusal-already-claimed = Задача уже у другого сотрудника.
refusal-not-claimed = Задача больше не у вас: её вернули или передали. Скопируйте введённое, если оно нужно.
refusal-four-eyes = По правилу четырёх глаз эту задачу выполняет другой сотрудник: вы выполнили действие, которое она проверяет.
refusal-four-eyes-of = { $person } выполнил(а) «{ $step }»: по правилу четырёх глаз эту задачу выполняет другой сотрудник.
refusal-unknown-outcome = Такого решения у задачи нет. Нажмите одну из кнопок ещё раз.
refusal-invalid-data = Не все данные приняты. Проверьте заполненное.
refusal-unknown-case = Дела с таким номером нет. Проверьте номер.
refusal-documents-incomplete = Не все документы отмечены или есть.
refusal-document-expired = Срок действия документа прошёл.
refusal-requirement-not-met = Не все требования выполнены.
refusal-ground-required = Отказ возможен только по основанию из списка.
refusal-extension-not-allowed = Продлить срок так нельзя: проверьте число дней и не истёк ли срок.
refusal-reason-required = Укажите причину.
refusal-instance-closed = Дело закрыто.
refusal-forbidden = На это у вас нет прав. Обратитесь к руководителю подразделения.
