"""For all tests: Ctrl-C reaches the programs they start, also where the tests themselves run in the background.

A shell that starts a job in the background tells it to ignore SIGINT, and programs inherit that; one with a handler of its own starts
them with the default.
"""

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
