"""The same expressions on a Spark cluster of two workers give the same statistics, to the last bit."""

from pathlib import Path

import pytest

from benchmarks.registry_data import make
from buffycoat.registry import frame, sources
from tests.peers.programs import java_program
from tests.peers.spark import running_cluster, session
from tests.property.test_measures import from_frame, from_tables, prints

pytestmark = pytest.mark.xdist_group("spark")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A running cluster, ended with this module."""
    java_program()
    with running_cluster(tmp_path_factory.mktemp("spark")) as address:
        yield address


def test_two_workers_a_process_and_the_frame_agree(cluster, tmp_path: Path):
    make(tmp_path, 400, 3)
    by_frame = prints(from_frame(frame.read(tmp_path)))
    with session(cluster) as held:
        assert held.sparkContext.master == cluster
        by_spark = prints(from_tables(sources.spark(held, tmp_path)))
        workers = held.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1  # less the driver
    assert by_spark == by_frame
    assert workers == 2
