# Why something was not done, by the code of the refusal.
refusal-not-candidate = Another unit performs this task.
refusal-already-claimed = Somebody else has the task.
refusal-not-claimed = You do not have the task any more: it was given back or handed on. Copy what you typed if you need it.
refusal-four-eyes = Under the four-eyes rule another person performs this task: you performed a step that it checks.
refusal-four-eyes-of = { $person } performed “{ $step }”: under the four-eyes rule another person performs this task.
refusal-unknown-outcome = The task has no such outcome. Press one of the buttons again.
refusal-invalid-data = Not all data was accepted. Check what you filled in.
refusal-unknown-case = There is no case with this number. Check it.
refusal-documents-incomplete = Not all documents are ticked off or there.
refusal-document-expired = A document is no longer valid.
refusal-requirement-not-met = Not all requirements are met.
refusal-ground-required = A refusal rests on a ground of the list.
refusal-extension-not-allowed = The term cannot be extended so: check the days and whether it has passed.
refusal-reason-required = State the reason.
refusal-instance-closed = The case is closed.
refusal-forbidden = You may not do this. Ask the head of your unit.
