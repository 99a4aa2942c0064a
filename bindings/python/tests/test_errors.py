import pickle

import pytest
import vitasync
from vitasync import errors


def test_every_class_has_a_kind_of_its_own_and_says_what_it_means():
    classes = errors._KINDS.values()
    assert len(set(classes)) == len(errors._KINDS)
    assert all(cls.__doc__ for cls in classes)


def test_an_error_survives_the_way_to_another_process():
    with pytest.raises(errors.UnknownMetricError) as raised:
        vitasync.demo(1).aggregate("stepps")
    copied = pickle.loads(pickle.dumps(raised.value))
    assert (type(copied), str(copied), copied.facts) == (type(raised.value), str(raised.value), raised.value.facts)
    assert copied.nearest == "steps"


def test_a_kind_without_a_class_is_its_familys():
    unknown = errors._of_kind("vendor", "of_tomorrow", "what", {"provider": "x"})
    assert type(unknown) is errors.VendorError and unknown.provider == "x"
