# Work on tasks and cases: who, for whom, how urgent.
history-on-behalf = { $who } (in the absence of { $whom })
event-office = The case belongs to the office or territory { $office }
event-no-office = The case belongs to all offices
