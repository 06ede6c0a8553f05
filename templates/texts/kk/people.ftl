# Тапсырманы кімге беру.
assign-title = Тапсырманы кімге беру
assign-who = Қызметкер
assign-note = Не істеу керек
assign-note-hint = Тек тапсыру үшін: тапсырма растау үшін сізге қайтып келеді.
assign-do = Орындаушы етіп тағайындау
delegate-do = Тапсыру, жауапты — мен
assign-nobody = Қызметкерді таңдаңыз.
assign-refused = Тапсырма берілмеді
assign-no-people = Бұл топта және бөлімде қызметкерлер жоқ.
assign-load = { $count ->
    [0] тапсырма жоқ
   *[other] { $count } тапсырма
}
assign-away = жоқ
assign-away-until = { $until } дейін жоқ
assign-holds = қазірдің өзінде орындаушы
assign-link = Тағайындау немесе тапсыру
task-given = Тапсырма берілді.
task-resolved = Нәтиже тапсырма берген адамға жіберілді.
task-prioritised = Маңыздылығы өзгертілді.
resolve-note = Не істелді
resolve-do = Нәтижесімен қайтару
resolve-hint = Тапсырманы сізге { $person } тапсырды. Шешімді тапсырған адам қабылдайды.
priority-change = Маңыздылығы
priority-do = Өзгерту
give-title = Тапсырмаларды кімге тағайындау керек
give-count = Тағайындалатын тапсырмалар: { $count }.
give-rest = Қалғандарын тағайындай алмайсыз, олар өзгермейді: { $count }.
give-tasks = Қандай тапсырмалар
give-some = { $all } тапсырманың { $count } ала алады
give-no-people = Бұл тапсырмаларды тағайындайтын адам жоқ немесе сізде оған құқық жоқ.
