# Filing an application that came on paper.
services-title = New application
services-lead = Choose the service that is applied for.
services-none = No service is published.
services-term = Term of the service: { $term }
start-back = ← Back to the services
start-over = New application
start-form = Data of the application
start-file = File the application
start-not-filed = The application was not filed
