# Қағаз түрінде түскен өтінішті енгізу.
services-title = Жаңа өтініш
services-lead = Өтініш қай қызметке берілгенін таңдаңыз.
services-none = Бірде-бір қызмет жарияланбаған.
services-term = Көрсету мерзімі: { $term }
start-back = ← Қызметтер тізіміне
start-over = Жаңа өтініш
start-form = Өтініш деректері
start-file = Өтінішті беру
start-not-filed = Өтініш берілмеді
