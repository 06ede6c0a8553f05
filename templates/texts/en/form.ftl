# The fields of forms.
form-optional = (optional)
form-choose = Choose
form-yes = Yes
form-no = No
form-tenge = KZT
form-row = { $list }, { $n }
form-add-row = Add: { $list }
form-remove-row = Remove: { $list }, { $n }
form-fault-required = Fill in “{ $field }”
form-fault-type = “{ $field }”: type a value of another kind, such as a number or a whole date
form-fault-format = “{ $field }”: check the digits and letters, this is not how it is written
form-fault-choice = “{ $field }”: choose one of the list
form-fault-count = “{ $field }”: too few or too many
form-fault-unknown-case = “{ $field }”: there is no case with this number, check it
form-fault-other = “{ $field }”: this value is not accepted
