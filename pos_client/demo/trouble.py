"""What can keep the demo from starting. Each is said as a sentence, none is a bug."""


class DemoFailed(Exception):
    """A program of the demo did not do what it was started for; the text says which, and what it answered."""
