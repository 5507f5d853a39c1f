"""The one family of errors that Svar shows to its user. Imports nothing of the project.

The message of each is one sentence: what is wrong, where, and how to mend it. They are caught in one place per
entry point (the command line, the page).
"""


class SvarError(Exception):
    """Something that the user can mend; its text is shown as it stands."""


class CorpusError(SvarError):
    """The articles are missing, empty or unreadable."""


class EncoderError(SvarError):
    """The encoder's folder or name leads to no model that can be loaded."""


class IndexDamaged(SvarError):
    """A saved index is damaged, foreign or outdated; the caller rebuilds it."""


class CalibrationError(SvarError):
    """A calibration file cannot be read or does not fit."""


class QuestionFileError(SvarError):
    """A question file for the evaluation has a line that cannot be used."""


class UploadError(SvarError):
    """An uploaded article was refused."""


class ServerError(SvarError):
    """The page could not be served: a busy port, an unreadable password file."""


class TranslatorError(SvarError):
    """A translation model is missing or does not name its languages."""
