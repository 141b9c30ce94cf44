"""The tables of a project file and the chain of migrations that brings old files up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial

APPLICATION_ID = 0x464C4457  # "FLDW", for file(1) and other readers of the SQLite header

_VERSION_1 = """
CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE photos (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,          -- relative to the project's folder, '/' between names
    size INTEGER NOT NULL,              -- bytes
    mtime_ns INTEGER NOT NULL,
    sha256 BLOB,                        -- of the bytes; NULL until the photo was read
    label_id INTEGER NOT NULL REFERENCES labels(id),
    labelled_by_hand INTEGER NOT NULL DEFAULT 0,
    folder_part TEXT,                   -- train, validation, test where the folder is divided
    skipped_because TEXT,               -- why the photo could not be used
    excluded INTEGER NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0  -- the file was there once; its label is kept
);
CREATE INDEX photos_by_sha256 ON photos(sha256);
CREATE INDEX photos_by_label ON photos(label_id);
CREATE TABLE splits (
    seed INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    part TEXT NOT NULL,
    PRIMARY KEY (seed, sha256)
) WITHOUT ROWID;
CREATE TABLE feature_sets (
    id INTEGER PRIMARY KEY,
    backbone TEXT NOT NULL,
    layer TEXT NOT NULL,
    weights_sha256 TEXT NOT NULL,
    preprocessing INTEGER NOT NULL,
    precision TEXT NOT NULL,
    feature_dim INTEGER NOT NULL,
    UNIQUE (backbone, layer, weights_sha256, preprocessing, precision)
);
CREATE TABLE features (
    feature_set_id INTEGER NOT NULL REFERENCES feature_sets(id),
    sha256 BLOB NOT NULL,
    vector BLOB NOT NULL,               -- little-endian float32
    PRIMARY KEY (feature_set_id, sha256)
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,              -- ISO 8601, UTC
    feature_set_id INTEGER NOT NULL REFERENCES feature_sets(id),
    settings TEXT NOT NULL,             -- JSON
    labels TEXT NOT NULL,               -- JSON, in the order of the head's outputs
    epochs INTEGER NOT NULL,            -- epochs that were finished
    cancelled INTEGER NOT NULL,
    seconds REAL NOT NULL,
    best_iteration INTEGER NOT NULL,
    best_validation_accuracy REAL NOT NULL,
    evaluation TEXT,                    -- JSON
    kept_head BLOB NOT NULL,            -- .npz; the one in use
    last_head BLOB NOT NULL
);
CREATE TABLE history (
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    iteration INTEGER NOT NULL,
    loss REAL,
    validation_accuracy REAL,
    PRIMARY KEY (run_id, iteration)
) WITHOUT ROWID;
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL                 -- JSON
) WITHOUT ROWID;
"""


# What a person edits by hand, journalled so that it can be undone, also after a restart. Rows of
# labels are never deleted, so that an edit can always be taken back.
_VERSION_2 = """
ALTER TABLE labels ADD COLUMN made_by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE labels ADD COLUMN merged_into INTEGER REFERENCES labels(id);
ALTER TABLE photos ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN name TEXT NOT NULL DEFAULT '';
CREATE TABLE edits (
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,              -- ISO 8601, UTC
    kind TEXT NOT NULL,
    details TEXT NOT NULL,              -- JSON: what a sentence about the edit needs
    changes TEXT NOT NULL,              -- JSON: rows with their values before and after
    undone INTEGER NOT NULL DEFAULT 0
);
"""

# Where photos lie on a map of all of them, so that it stands at once the next time.
_VERSION_3 = """
CREATE TABLE maps (
    feature_set_id INTEGER NOT NULL REFERENCES feature_sets(id),
    method TEXT NOT NULL,               -- pca, tsne
    created TEXT NOT NULL,              -- ISO 8601, UTC
    seed INTEGER NOT NULL,
    finished INTEGER NOT NULL,          -- 0 while it is drawn, or where that was stopped
    photos BLOB NOT NULL,               -- SHA-256 after SHA-256, of 32 bytes each
    positions BLOB NOT NULL,            -- little-endian float32: x and y of each photo
    PRIMARY KEY (feature_set_id, method)
);
"""

# What the layers of networks respond to. Of every channel the photos that excite it most are kept,
# and for every layer which photos were looked through, so that new ones only are added.
_VERSION_4 = """
CREATE TABLE channel_peaks (
    id INTEGER PRIMARY KEY,
    backbone TEXT NOT NULL,
    layer TEXT NOT NULL,
    weights_sha256 TEXT NOT NULL,
    preprocessing INTEGER NOT NULL,
    precision TEXT NOT NULL,
    channels INTEGER NOT NULL,
    strengths BLOB NOT NULL,            -- channels x kept little-endian float32, falling
    places BLOB NOT NULL,               -- channels x kept little-endian int32
    photos BLOB NOT NULL,               -- channels x kept SHA-256 of 32 bytes
    UNIQUE (backbone, layer, weights_sha256, preprocessing, precision)
);
CREATE TABLE channel_peaks_photos (
    channel_peaks_id INTEGER NOT NULL REFERENCES channel_peaks(id) ON DELETE CASCADE,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (channel_peaks_id, sha256)
) WITHOUT ROWID;
CREATE TABLE patterns (
    backbone TEXT NOT NULL,
    layer TEXT NOT NULL,
    weights_sha256 TEXT NOT NULL,
    preprocessing INTEGER NOT NULL,
    precision TEXT NOT NULL,
    channel INTEGER NOT NULL,
    recipe TEXT NOT NULL,               -- how it was made, seed included
    strength REAL NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    pixels BLOB NOT NULL,               -- RGB, a byte each
    PRIMARY KEY (backbone, layer, weights_sha256, preprocessing, precision, channel, recipe)
);
"""

# Photos that somebody should look at: what was measured on their bytes, and what was found. A photo
# that a person puts on the training side is there in every split, whatever was drawn.
_VERSION_5 = """
CREATE TABLE measures (
    sha256 BLOB PRIMARY KEY,
    version INTEGER NOT NULL,           -- of how it was measured
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    lightest REAL NOT NULL,
    darkest REAL NOT NULL,
    edges REAL NOT NULL,
    plainness REAL NOT NULL,
    hash BLOB NOT NULL                  -- perceptual, 143 bits
) WITHOUT ROWID;
CREATE TABLE doubts (
    sha256 BLOB PRIMARY KEY,
    label_id INTEGER NOT NULL REFERENCES labels(id),
    suggested_id INTEGER NOT NULL REFERENCES labels(id),
    probability REAL NOT NULL,          -- of the suggested label
    own REAL NOT NULL                   -- of the label that the photo had
) WITHOUT ROWID;
CREATE TABLE near_duplicates (
    sha256 BLOB PRIMARY KEY,
    group_number INTEGER NOT NULL
) WITHOUT ROWID;
ALTER TABLE photos ADD COLUMN part_by_hand TEXT;
"""


# By what a network was computed is a part of what its vectors are known by.
_VERSION_6 = """
CREATE TABLE feature_sets_with_runtimes (
    id INTEGER PRIMARY KEY,
    backbone TEXT NOT NULL,
    layer TEXT NOT NULL,
    weights_sha256 TEXT NOT NULL,
    preprocessing INTEGER NOT NULL,
    precision TEXT NOT NULL,
    runtime TEXT NOT NULL,
    calibration TEXT NOT NULL,          -- SHA-256 in hex, or nothing
    feature_dim INTEGER NOT NULL,
    UNIQUE (
        backbone, layer, weights_sha256, preprocessing, precision, runtime, calibration
    )
);
INSERT INTO feature_sets_with_runtimes SELECT id, backbone, layer, weights_sha256, preprocessing,
    precision, 'tensorflow', '', feature_dim FROM feature_sets;
DROP TABLE feature_sets;
ALTER TABLE feature_sets_with_runtimes RENAME TO feature_sets;
CREATE TABLE calibrations (
    sha256 TEXT PRIMARY KEY,            -- in hex
    ranges TEXT NOT NULL                -- JSON: the largest value that reaches each layer
) WITHOUT ROWID;
"""


def _run(connection: sqlite3.Connection, script: str) -> None:
    """The statements of ``script``, in the caller's transaction (``executescript`` commits)."""
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    partial(_run, script=_VERSION_1),
    partial(_run, script=_VERSION_2),
    partial(_run, script=_VERSION_3),
    partial(_run, script=_VERSION_4),
    partial(_run, script=_VERSION_5),
    partial(_run, script=_VERSION_6),
)
"""``MIGRATIONS[n]`` turns a file of version n into one of version n + 1."""

VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Brings the open file from ``version`` to :data:`VERSION`, in the caller's transaction."""
    for migration in MIGRATIONS[version:]:
        migration(connection)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
