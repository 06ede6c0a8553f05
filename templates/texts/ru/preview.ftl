# Что будет отправлено.
preview-title = Что будет отправлено
preview-do = Предпросмотр: { $decision }
preview-moved = Срок:
preview-nothing = Это решение не отправляет заявителю ни письма, ни документа.
preview-open = { $title }: открыть (PDF)
preview-back = Вернуться к форме
assign-back = ← К задаче
