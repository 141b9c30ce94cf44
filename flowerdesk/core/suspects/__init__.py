"""Photos of a project that somebody should look at: labels that may be wrong, photos that are there
twice, and those that are blurred, dark, bright, tiny or oddly shaped.

:mod:`looking` is the job that finds out, :mod:`lists` is what it found, with the project as it is
now; :mod:`measures`, :mod:`duplicates` and :mod:`wrong_labels` know numbers and no projects.
"""
