# The list of overdue cases.
overdue-title = Overdue cases
overdue-summary = Cases past their due date: { $count }
overdue-none = No case is overdue. There is nothing to do.
