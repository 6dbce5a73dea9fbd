"""Text that goes into a cell of a spreadsheet."""


def plain_text(text: str) -> str:
    """One line without control characters that no spreadsheet takes for a formula: a leading blank disarms = + - @, and the
    reader takes blanks at the edges away."""
    printable = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    line = " ".join(printable.split())
    return f" {line}" if line.startswith(("=", "+", "-", "@")) else line
