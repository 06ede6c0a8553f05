# Не жіберіледі.
preview-title = Не жіберіледі
preview-do = Алдын ала қарау: { $decision }
preview-moved = Мерзімі:
preview-nothing = Бұл шешім өтініш берушіге хат та, құжат та жібермейді.
preview-open = { $title }: ашу (PDF)
preview-back = Нысанға оралу
assign-back = ← Тапсырмаға
