"""python -m reviews migrate | serve"""

import asyncio
import sys

from .migrate import migrate
from .serve import serve

commands = {"migrate": migrate, "serve": serve}
if len(sys.argv) != 2 or sys.argv[1] not in commands:
    sys.exit(__doc__)
asyncio.run(commands[sys.argv[1]]())
