"""What is said of a file that cannot be read."""


class UnreadableFile(Exception):
    """A file that is not one patient's FHIR R4 bundle; nothing of it is kept. `why` is shown as it stands."""

    def __init__(self, file: str, why: str, field: str = "file") -> None:
        super().__init__(f"{file}: {why}")
        self.file = file
        self.why = why
        self.field = field
