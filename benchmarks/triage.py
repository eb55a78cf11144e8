"""Reading supplier mail: mails a second on one core, memory and size of the embedded engine, beside a model call.

Run by itself (`python -m benchmarks.triage MAILS`) it is the process that is measured, and prints JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.tables import percentile, table

ROOT = Path(__file__).resolve().parent.parent
MAILS = ROOT / "evals" / "data" / "triage_dev.jsonl"
MODEL_SERVER = ROOT / "testbed" / "llm" / "llm-server"
WEIGHTS = ROOT / "bot" / "adapters" / "triage" / "data"
ROUNDS = 3
BY_MODEL = 4  # mails: the small model takes its time on two cores
ABOUT = (
    "The labelled mails of `evals/data/triage_dev.jsonl`, parsed and read in a process of its own that may use one",
    f"core, {ROUNDS} times over after loading; memory is all that the process ever held, with Python and its imports.",
    "Beside it the small model of `testbed/llm` (one thread), asked as any model is, with a limit on its words.",
)


def measure() -> str:
    """The table. Without a model (it is fetched once, from a registry) its row says so."""
    ours = _ask([str(MAILS), str(ROUNDS)])
    rows = [_row("embedded engine", ours, ours)]
    started = subprocess.run([MODEL_SERVER, "start"], capture_output=True, text=True)
    if started.returncode:
        rows.append(["a call of the small model: not to be had here", *["-"] * 7])
    else:
        try:
            model = _ask([str(MAILS), "1"], OPENAI_BASE_URL=started.stdout.strip())
        finally:
            subprocess.run([MODEL_SERVER, "stop"], check=True, capture_output=True)
        rows.append(_row("a call of the small model", model, ours))
    megabytes = sum(path.stat().st_size for path in WEIGHTS.rglob("*") if path.is_file()) / 1e6
    head = ["who", "mails", "read", "mails/s", "p50 ms", "p95 ms", "p50 / embedded", "memory MB"]
    return f"{table(head, rows)}\n\nIts weights and word lists: {megabytes:.1f} MB, and no other package for it."


def _row(who: str, found: dict[str, list[float] | float], ours: dict[str, list[float] | float]) -> list[object]:
    seconds, base = found["seconds"], ours["seconds"]
    assert isinstance(seconds, list)
    assert isinstance(base, list)
    p50, p95 = percentile(seconds, 50), percentile(seconds, 95)
    ratio = f"{p50 / percentile(base, 50):.0f}x"
    memory = f"{found['megabytes']:.0f}"
    return [
        who,
        len(seconds),
        found["read"],
        f"{len(seconds) / sum(seconds):.1f}",
        f"{p50 * 1e3:.1f}",
        f"{p95 * 1e3:.1f}",
        ratio,
        memory,
    ]


def _ask(arguments: list[str], **more: str) -> dict[str, list[float] | float]:
    command = [sys.executable, "-m", "benchmarks.triage", *arguments]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    run = subprocess.run(command, cwd=ROOT, env=plain | more, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, list[float] | float] = json.loads(run.stdout.splitlines()[-1])  # the log of the bot is above
    return found


def _alone(mails: Path, rounds: int) -> dict[str, list[float] | float]:
    """What reading these mails takes in this process: seconds for each, megabytes at most."""
    from bot.adapters.llm.triage import model_engine
    from bot.adapters.mail.batch import mail_of
    from bot.adapters.triage.engine import EmbeddedEngine
    from bot.domain.triage import Background, MailEngine
    from bot.services.triage.shown import read

    base_url = os.environ.get("OPENAI_BASE_URL", "")
    rows = [json.loads(line) for line in mails.read_text(encoding="utf-8").splitlines()]
    lines = [json.dumps({name: value for name, value in row.items() if name != "gold"}) for row in rows]
    engine: MailEngine
    answers: list[int] = []
    if base_url:
        lines = lines[:: len(lines) // BY_MODEL][:BY_MODEL]
        engine = model_engine("small", api_key="none", base_url=base_url, spent=answers.append)
    else:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        engine = EmbeddedEngine()
        read(mail_of(lines[0]), engine, Background())
    seconds = []
    for line in lines * rounds:
        began = time.perf_counter()
        read(mail_of(line), engine, Background())
        seconds.append(time.perf_counter() - began)
    read_by_model = len(answers) if base_url else len(seconds)
    return {
        "seconds": seconds,
        "read": read_by_model,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(_alone(Path(sys.argv[1]), int(sys.argv[2]))))
