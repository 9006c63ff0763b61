"""What several test suites need: real servers, a real realtime client, the deployment shapes."""
