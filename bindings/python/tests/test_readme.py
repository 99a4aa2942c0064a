"""Runs what stands in the README, and compares what it prints where the README shows that."""

import contextlib
import io
import re
from pathlib import Path

TEXT = (Path(__file__).resolve().parents[1] / "README.md").read_text()
BLOCKS = re.findall(r"^```python tested\n(.*?)^```\n(?:\n^```text\n(.*?)^```\n)?", TEXT, re.DOTALL | re.MULTILINE)


def test_the_readme_does_what_it_says():
    names: dict = {}
    assert BLOCKS
    for code, shown in BLOCKS:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "README.md", "exec"), names)
        assert printed.getvalue()
        assert not shown or printed.getvalue() == shown
