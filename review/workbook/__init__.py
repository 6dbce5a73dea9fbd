"""Workbooks that go out to the sending unit with its failing rows, and come back mended."""
