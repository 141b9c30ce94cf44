"""The window. It shows what the session holds and forwards what a person wants; it never computes.

Nothing here imports TensorFlow: heavy work runs in the child process of :mod:`flowerdesk.jobs`.
"""
