"""A picture of how the load falls on people, as SVG: one bar for each person, one colour for each kind of message."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.domain.simulation import What
from bot.domain.words import day
from bot.services.simulation import Simulation

COLOURS = {What.ASKED: "#3b6ea5", What.REMINDED: "#e0a030", What.ESCALATED: "#c0504d", What.STOOD_IN: "#6a9a5b"}
LABELS = {What.ASKED: "asked", What.REMINDED: "reminded", What.ESCALATED: "escalated to", What.STOOD_IN: "stood in"}
_LEFT, _BAR, _ROW, _TOP, _HEIGHT = 190, 520, 30, 84, 18


def svg(simulation: Simulation) -> str:
    """The chart; readable in light and on paper, with every number written beside its bar."""
    load = simulation.load()
    most = max((kinds.total() for kinds in load.values()), default=1)
    height = _TOP + _ROW * max(len(load), 1) + 24
    width = _LEFT + _BAR + 130
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img"',
        f' viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="28" font-size="16" font-weight="600">{escape(_title(simulation))}</text>',
        *_legend(),
    ]
    for row, (person, kinds) in enumerate(load.items()):
        y = _TOP + row * _ROW
        lines.append(f'<text x="{_LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(person[:26])}</text>')
        x = float(_LEFT)
        for what in What:
            share = _BAR * kinds[what] / most
            if kinds[what]:
                told = f"{person}: {LABELS[what]} {kinds[what]} times"
                lines.append(
                    f'<rect x="{x:.1f}" y="{y}" width="{share:.1f}" height="{_HEIGHT}" fill="{COLOURS[what]}">'
                    f"<title>{escape(told)}</title></rect>"
                )
            x += share
        numbers = " + ".join(str(kinds[what]) for what in What if kinds[what])
        lines.append(f'<text x="{x + 8:.1f}" y="{y + 14}" fill="#444">{numbers}</text>')
    if not load:
        lines.append(f'<text x="16" y="{_TOP + 14}">Nobody would have been asked.</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _title(simulation: Simulation) -> str:
    period = f"{day(simulation.start)} to {day(simulation.end)}"
    return f"Messages that {len(simulation.orders)} orders would have caused, {period}"


def _legend() -> Iterator[str]:
    x = _LEFT
    for what in What:
        yield f'<rect x="{x}" y="46" width="12" height="12" fill="{COLOURS[what]}"/>'
        yield f'<text x="{x + 18}" y="57">{LABELS[what]}</text>'
        x += 120
