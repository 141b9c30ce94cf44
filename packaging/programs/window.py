"""Where the packaged window begins, with the project or the folder of photos that is named."""

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process of its own goes no further
    from flowerdesk.app.main import main

    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
