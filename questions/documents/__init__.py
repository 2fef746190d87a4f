"""Documents that people bring along, as lines of text. What is foreign is parsed in a process of its own (`apart`)."""
