# Поля форм.
form-optional = (необязательно)
form-choose = Выберите
form-yes = Да
form-no = Нет
form-tenge = тенге
form-row = { $list }, { $n }
form-add-row = Добавить: { $list }
form-remove-row = Удалить: { $list }, { $n }
form-fault-required = Заполните поле «{ $field }»
form-fault-type = «{ $field }»: введите значение другого вида, например число или дату целиком
form-fault-format = «{ $field }»: проверьте цифры и буквы, запись не того вида
form-fault-choice = «{ $field }»: выберите одно из предложенного
form-fault-count = «{ $field }»: слишком мало или слишком много
form-fault-unknown-case = «{ $field }»: дела с таким номером нет, проверьте номер
form-fault-other = «{ $field }»: это значение не принято
