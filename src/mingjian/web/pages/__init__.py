"""One module a page: reads a request, asks the queries, answers with a template."""
