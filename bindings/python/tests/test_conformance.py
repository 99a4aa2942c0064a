"""Answers every case of `fixtures/conformance`, which is truth for all languages."""

import json
from pathlib import Path

import pytest
import vitasync
from vitasync import errors

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "conformance"
CASES = sorted(FOLDER.rglob("*.json"))


def alike(a, b):
    """Compares as JSON; numbers within one part in 10^12."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, bool) or isinstance(b, bool) or not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        return a == b
    return abs(a - b) <= 1e-12 * max(abs(a), abs(b))


def answer(question, arguments):
    try:
        answered = vitasync.ask(question, **arguments)
    except errors.NoAnswerError as error:
        return {"no_answer": {"kind": error.kind, **error.facts}}
    return answered.to_list() if isinstance(answered, vitasync.Column) else answered


@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.relative_to(FOLDER).with_suffix("")))
def test_a_case_is_answered_as_it_says(path):
    case = json.loads(path.read_text())
    answered = answer(path.parent.name, case["input"])
    assert alike(answered, case["expected"]), case["title"]


def test_every_question_has_a_case():
    tables = {"insight_definitions", "methods"}  # tables of the core, which change with every method
    assert {question["name"] for question in vitasync.questions()} - tables == {path.parent.name for path in CASES}
