"""`python -m gui` is the same as `bucketferry`."""

from __future__ import annotations

import sys

from gui.app import main

sys.exit(main())
