"""`python -m desktop` shows the window."""

import sys

from desktop.app import main

sys.exit(main())
