"""Scores the mail triage against labelled mails: per class, per language, how honest the confidence is, how fast."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.adapters.llm.triage import model_engine
from bot.adapters.mail.batch import known_senders, mail_of
from bot.adapters.triage.engine import EmbeddedEngine
from bot.domain.triage import Background, MailClass, MailEngine, digits_of
from bot.services.triage.shown import read

DATA = Path(__file__).parent / "data"
SETS = (
    "dev", "own", "tuning", "first", "second", "third_a", "third_b", "fourth", "fifth_a", "fifth_b", "fifth_c",
)  # fmt: skip
FIGURES = (
    ("prices", "price_changes", ("old", "new", "pct")),
    ("quantities", "quantities", ("ordered", "available", "backorder")),
)
Row = tuple[dict[str, Any], dict[str, Any]]


@dataclass
class Hits:
    """Found, wrongly found, missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The usual balance of the two kinds of error; 1 where there was nothing to find and nothing was found."""
        whole = 2 * self.right + self.extra + self.missed
        return 2 * self.right / whole if whole else 1.0


@dataclass
class Scores:
    """What a set of mails gave."""

    rows: list[Row]
    ms: float
    kinds: dict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))


def main(arguments: Sequence[str]) -> None:
    """Prints the scores of each set; with a file name (and known senders), of that file.

    With OPENAI_MODEL set, the model's reading beside the embedded one is scored too, with tokens per mail.
    """
    sets: list[tuple[str, Path, Path | None]] = [
        (name, DATA / f"triage_{name}.jsonl", DATA / f"known_senders_{name}.json") for name in SETS
    ]
    if arguments:
        sets = [(arguments[0], Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else None)]
    tokens: list[int] = []
    for name, mails, senders in sets:
        show(name, score(mails, senders))
        if os.environ.get("OPENAI_MODEL"):
            tokens.clear()
            scores = score(mails, senders, model(tokens.append))
            show(name, scores)
            print(f"  tokens per mail      {sum(tokens) / max(1, len(scores.rows)):.0f}, answered {len(tokens)}")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def model(spent: Callable[[int], None]) -> MailEngine:
    """The model of the environment, beside the embedded engine."""
    return model_engine(
        os.environ["OPENAI_MODEL"],
        api_key=os.environ.get("OPENAI_API_KEY", ""),
        base_url=os.environ.get("OPENAI_BASE_URL", ""),
        spent=spent,
    )


def score(mails: Path, senders: Path | None, engine: MailEngine | None = None) -> Scores:
    """Reads every mail of a file and compares with its labels."""
    engine = engine or EmbeddedEngine()
    background = Background(known_senders(senders)) if senders else Background()
    rows: list[Row] = []
    spent = 0.0
    for line in mails.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        gold = given.pop("gold")
        started = time.perf_counter()
        answer = read(mail_of(json.dumps(given)), engine, background)
        spent += time.perf_counter() - started
        rows.append(({**gold, "id": given["id"], "lang": given["lang"]}, answer))
    scores = Scores(rows, 1000 * spent / max(1, len(rows)))
    for gold, answer in rows:
        _compare(scores.kinds, gold, answer)
    return scores


def _compare(kinds: dict[str, Hits], gold: dict[str, Any], answer: dict[str, Any]) -> None:
    _sets(kinds["references"], map(digits_of, gold["po_refs"]), map(digits_of, answer["po_refs"]))
    for kind, field_name, parts in FIGURES:
        _sets(kinds[kind], *([tuple(row[p] for p in parts) for row in side[field_name]] for side in (gold, answer)))
    _sets(kinds["risks"], gold["risk_flags"], answer["risk_flags"])
    left = [_readings(promise) for promise in answer["new_promised_dates"]]
    for promise in map(_readings, gold["new_promised_dates"]):
        found = next((other for other in left if other & promise), None)
        if found:
            left.remove(found)
            kinds["dates"].right += 1
        else:
            kinds["dates"].missed += 1
    kinds["dates"].extra += len(left)


def _readings(promise: dict[str, Any]) -> set[str]:
    return {promise["date"], promise.get("alternative_reading") or promise["date"]}


def _sets(hits: Hits, gold: Iterable[object], answer: Iterable[object]) -> None:
    wanted, given = Counter(gold), Counter(answer)
    both = sum((wanted & given).values())
    hits.right += both
    hits.extra += sum(given.values()) - both
    hits.missed += sum(wanted.values()) - both


def figures(scores: Scores) -> dict[str, float]:
    """The figures that the aims are about."""
    rows = scores.rows
    sure = [row for row in rows if not row[1]["unsure"]]
    clean = [row for row in rows if not row[0]["risk_flags"]]
    per_class = _per_class(rows)
    return {
        "accuracy": _share(rows, _right), "right or secondary": _share(rows, _lenient),
        "macro-F1": sum(hits.f1 for hits in per_class.values()) / max(1, len(per_class)),
        **{f"{name} F1": scores.kinds[name].f1 for name in ("references", "dates", "prices", "quantities")},
        "risk recall": scores.kinds["risks"].right / max(1, scores.kinds["risks"].right + scores.kinds["risks"].missed),
        "false alarms": _share(clean, lambda row: bool(row[1]["risk_flags"])),
        "sure: share": len(sure) / max(1, len(rows)), "sure: right": _share(sure, _right),
        "urgency": _share(rows, lambda row: row[0]["urgency"] == row[1]["urgency"]), "ms a mail": scores.ms,
    }  # fmt: skip


def _per_class(rows: Sequence[Row]) -> dict[str, Hits]:
    found: dict[str, Hits] = {}
    for label in (label.value for label in MailClass):
        hits = Hits()
        for gold, answer in rows:
            hits.right += gold["primary"] == answer["primary"] == label
            hits.extra += gold["primary"] != label == answer["primary"]
            hits.missed += gold["primary"] == label != answer["primary"]
        if hits.right + hits.missed:
            found[label] = hits
    return found


def _right(row: Row) -> bool:
    return bool(row[0]["primary"] == row[1]["primary"])


def _lenient(row: Row) -> bool:
    return _right(row) or row[1]["primary"] in row[0]["secondary"]


def _share(rows: Sequence[Row], holds: Callable[[Row], bool]) -> float:
    return sum(map(holds, rows)) / len(rows) if rows else 0.0


def show(name: str, scores: Scores) -> None:
    """Prints it for people."""
    engines = Counter(answer["engine"] for _, answer in scores.rows)
    read_by = ", ".join(f"{engine} ({count})" for engine, count in engines.most_common())
    print(f"\n{name}: {len(scores.rows)} mails, engine {read_by}")
    for figure, value in figures(scores).items():
        print(f"  {figure:20} {value:.3f}")
    print("  per class (F1, of)")
    for label, hits in _per_class(scores.rows).items():
        wrong = [answer for gold, answer in scores.rows if gold["primary"] == label != answer["primary"]]
        taken = Counter(answer["primary"] for answer in wrong)
        mixed = ", ".join(f"{count} as {other}" for other, count in taken.most_common())
        print(f"    {label:20} {hits.f1:.2f}  {hits.right + hits.missed:3}  {mixed}")
    by_language: dict[str, list[Row]] = defaultdict(list)
    for row in scores.rows:
        by_language[row[0]["lang"]].append(row)
    shares = [f"{lang} {_share(rows, _right):.2f} of {len(rows)}" for lang, rows in sorted(by_language.items())]
    print("  per language: " + ", ".join(shares))
    print("  confidence: " + ", ".join(_calibration(scores.rows)))


def _calibration(rows: Sequence[Row]) -> list[str]:
    bands = [(0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)]
    shown = []
    for low, high in bands:
        inside = [row for row in rows if low <= row[1]["confidence"] < high]
        if inside:
            shown.append(f"{low:.2f} to {min(high, 1):.2f}: {_share(inside, _right):.2f} right of {len(inside)}")
    return shown


if __name__ == "__main__":
    main(sys.argv[1:])
