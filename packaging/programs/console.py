"""Where the packaged console program begins; without a command it opens the window."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process of its own goes no further
    from flowerdesk.cli.main import main

    main()
