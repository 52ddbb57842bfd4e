-- The index of a project's runs. All of it can be rebuilt from the run directories: `scitex clew index`.

PRAGMA user_version = 2;

CREATE TABLE runs (
    run       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,   -- YYYYMMDD_HHMMSS_XXXX
    script    NOT NULL,               -- paths: relative to the project's root, a BLOB if they are not UTF-8
    directory NOT NULL,
    call      TEXT NOT NULL,          -- JSON: working directory, arguments, values passed by a caller in Python
    started   TEXT NOT NULL,          -- times: UTC, ISO 8601, to the millisecond
    ended     TEXT,                   -- NULL: no end recorded
    outcome   TEXT CHECK (outcome IN ('success', 'error')),
    exit_code INTEGER,
    error     TEXT,
    host      TEXT NOT NULL,
    pid       INTEGER NOT NULL,
    process   TEXT                    -- tells the process from an older one of the same number
);

CREATE TABLE contents (
    content INTEGER PRIMARY KEY,
    sha256  BLOB NOT NULL UNIQUE,
    size    INTEGER NOT NULL
);

CREATE TABLE accesses (
    run     INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    role    TEXT NOT NULL CHECK (role IN ('script', 'config', 'input', 'output', 'log', 'diff')),
    path    NOT NULL,
    content INTEGER NOT NULL REFERENCES contents,
    PRIMARY KEY (run, role, path, content)
) WITHOUT ROWID;

CREATE INDEX accesses_by_content ON accesses (content);

-- A run is a parent of each later run that read what it wrote. Empty files tie nothing together.
CREATE VIEW links (parent, child, content) AS
SELECT written.run, read.run, written.content
FROM accesses AS written
JOIN contents ON contents.content = written.content AND contents.size > 0
JOIN accesses AS read ON read.content = written.content AND read.run <> written.run
JOIN runs AS producer ON producer.run = written.run
JOIN runs AS consumer ON consumer.run = read.run
WHERE written.role = 'output'
  AND read.role IN ('script', 'config', 'input')
  AND (consumer.ended IS NULL OR producer.started <= consumer.ended);
