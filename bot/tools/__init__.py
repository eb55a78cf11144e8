"""What the model, and the engine without one, may look up in Odoo. Read only."""

from bot.tools.toolbox import Toolbox

__all__ = ["Toolbox"]
