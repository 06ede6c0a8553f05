# The table of actions and the diagram: the words around those of the map itself.
print-table-caption = Table 1. Description of the actions of the structural-functional units.
print-table-head = Actions of the main process (course, flow of work)
print-action-number = No. of the action (course, flow of work)
print-unit-name = Name of the structural-functional unit
print-action-name = Name of the action (process, procedure, operation) and its description
print-completion = Form of completion (data, document, administrative decision)
print-time-limit = Time limits
print-applicant = Service recipient
print-system = Automatic
print-application = Application filed
print-otherwise = otherwise
print-deadline = term of the service
