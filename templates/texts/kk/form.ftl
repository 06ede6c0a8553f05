# Нысандардың өрістері.
form-optional = (міндетті емес)
form-choose = Таңдаңыз
form-yes = Иә
form-no = Жоқ
form-tenge = теңге
form-row = { $list }, { $n }
form-add-row = Қосу: { $list }
form-remove-row = Жою: { $list }, { $n }
form-fault-required = «{ $field }» өрісін толтырыңыз
form-fault-type = «{ $field }»: басқа түрдегі мән енгізіңіз, мысалы санды немесе күнді толық
form-fault-format = «{ $field }»: цифрлар мен әріптерді тексеріңіз, жазылуы дұрыс емес
form-fault-choice = «{ $field }»: ұсынылғандардың бірін таңдаңыз
form-fault-count = «{ $field }»: тым аз немесе тым көп
form-fault-unknown-case = «{ $field }»: мұндай нөмірлі іс жоқ, нөмірін тексеріңіз
form-fault-other = «{ $field }»: бұл мән қабылданбады
