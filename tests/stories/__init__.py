"""One random story, told by the REST API, by sockets and by webhooks."""
