"""Writes the trained network as flowerdesk carries it: normalisation folded, float16.

    PYTHONPATH=. python packaging/petal/export.py OUT/checkpoint.pt resources/petal.safetensors

Prints the SHA-256 of the file, which the registry holds.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import torch
from folding import folded
from safetensors.numpy import save
from torch_graph import TorchGraph

from flowerdesk.core.backbones.petal import petal


def trained(checkpoint: Path) -> keras.Model:
    """Petal with normalisation and the averaged weights of a checkpoint of ``train.py``."""
    network = petal(normalisation=True)
    graph = TorchGraph(network)
    state = torch.load(checkpoint, weights_only=True)["averaged"]
    of_student = "0."  # the first of the checkpoint's two modules; the other one is the loss
    graph.load_state_dict(
        {
            key.removeprefix(of_student): tensor
            for key, tensor in state.items()
            if key.startswith(of_student)
        }
    )
    graph.copy_to(network)
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    arrays = folded(trained(arguments.checkpoint))
    data = save({name: array.astype(np.float16) for name, array in arrays.items()})
    arguments.target.write_bytes(data)
    print(f"{len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
