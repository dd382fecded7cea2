"""Messages to people: what they choose, in which words, by mail at once or once a day, and in the program."""
