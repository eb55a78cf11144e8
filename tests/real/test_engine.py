"""Several replicas on PostgreSQL: a dead one's jobs are adopted, a living one's never."""

import pytest

from tests.adapters.engine_process import EngineProcess

ADOPTION_TAKES = 8.0  # three sightings, two seconds apart, and a little


@pytest.mark.postgres
def test_jobs_of_a_dead_replica_are_adopted_and_of_a_living_one_are_not(postgres_url: str) -> None:
    with EngineProcess(postgres_url, "hang") as first:
        assert first.says("began 36")
        with EngineProcess(postgres_url, "go") as second:
            assert second.says("up")
            assert not second.says("began 36", within=ADOPTION_TAKES)
            first.kill()
            assert second.says("done 36", within=30)
            assert second.says("after 36")
            assert second.lines.count("began 36") == 1
