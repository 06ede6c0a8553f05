# A decision that is held, and taken back.
refusal-decision-held = This is decided, and the decision is held. Recall it first.
refusal-nothing-to-recall = The decision has taken effect and can no longer be recalled. A mistake is corrected by a step of its own.
event-decision-held = “{ $step }” was decided: “{ $outcome }”. It takes effect at { $until }
event-decision-recalled = The decision on “{ $step }” was recalled before it took effect
timer-take-effect = when the decision on “{ $step }” takes effect
case-decision-held = { $person } decided: “{ $outcome }”. It takes effect at { $until }; until then nothing is sent, and the decision can be recalled.
case-decided = The decision is made. Until it takes effect it can be recalled below.
recall = Recall the decision
recall-reason = Why is the decision recalled?
