# What would be sent.
preview-title = What would be sent
preview-do = Preview: { $decision }
preview-moved = Due date:
preview-nothing = This decision sends the applicant neither a letter nor a document.
preview-open = { $title }: open (PDF)
preview-back = Back to the form
assign-back = ← Back to the task
