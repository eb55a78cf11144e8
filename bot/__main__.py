"""`python -m bot` is `procurement-bot`."""

import sys

from bot.cli import main

sys.exit(main())
