"""What is said to a program whose request cannot be answered."""

from typing import Any


class Refusal(Exception):
    """A request that is not answered with cards: an HTTP status, the element at fault, and why in words."""

    def __init__(self, status: int, why: str, field: str = "") -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.field = field

    def said(self) -> dict[str, Any]:
        """The answer's body."""
        return {"error": {"message": self.why} | ({"field": self.field} if self.field else {})}
