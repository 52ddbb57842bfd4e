-- The index of a project's runs. All of it can be rebuilt from the run directories: `scitex clew index`.

PRAGMA user_version = 4;

-- Where the project begins whose index this is, if it lies outside of that: at most one row, absolute.
CREATE TABLE project (
    root NOT NULL
);

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

CREATE TABLE paths (
    path INTEGER PRIMARY KEY,
    text NOT NULL UNIQUE              -- './...' in the directory of the run that it belongs to
);

CREATE TABLE accesses (
    run     INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    role    TEXT NOT NULL CHECK (role IN ('script', 'module', 'config', 'input', 'output', 'log', 'diff')),
    path    INTEGER NOT NULL REFERENCES paths,
    content INTEGER NOT NULL REFERENCES contents,
    PRIMARY KEY (run, role, path, content)
) WITHOUT ROWID;

CREATE INDEX accesses_by_content ON accesses (content);

-- What files held when they were last looked at, and what tells that they have not been touched since. Not a record:
-- it only spares hashing.
CREATE TABLE seen (
    run      INTEGER NOT NULL,        -- in whose directory the file is; 0: in none's
    path     INTEGER NOT NULL REFERENCES paths,
    content  INTEGER NOT NULL REFERENCES contents,
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    inode    INTEGER NOT NULL,
    PRIMARY KEY (run, path)
) WITHOUT ROWID;

CREATE TRIGGER unseen AFTER DELETE ON runs BEGIN
    DELETE FROM seen WHERE run = OLD.run;
END;

-- Another number after every change of the records but a new run: all that was found of them holds as long as it is the
-- same. Records are only ever added and removed whole; who edits them by hand is noticed as well, and who adds an access
-- when it is counted: a trigger would take a tenth of the time in which it is inserted.
CREATE TABLE edition (number INTEGER NOT NULL);
INSERT INTO edition VALUES (random());

CREATE TRIGGER run_removed AFTER DELETE ON runs WHEN OLD.ended IS NOT NULL BEGIN
    UPDATE edition SET number = random();
END;
CREATE TRIGGER run_edited AFTER UPDATE ON runs BEGIN
    UPDATE edition SET number = random();
END;
CREATE TRIGGER access_removed AFTER DELETE ON accesses WHEN OLD.run IN (SELECT run FROM runs) BEGIN
    UPDATE edition SET number = random();
END;
CREATE TRIGGER access_edited AFTER UPDATE ON accesses BEGIN
    UPDATE edition SET number = random();
END;
CREATE TRIGGER content_edited AFTER UPDATE ON contents BEGIN
    UPDATE edition SET number = random();
END;
CREATE TRIGGER path_edited AFTER UPDATE ON paths BEGIN
    UPDATE edition SET number = random();
END;

-- A run is a parent of each later run that read what it wrote; what was read in its own directory was its, whatever the
-- clocks say. Empty files tie nothing together.
CREATE VIEW links (parent, child, content) AS
SELECT written.run, read.run, written.content
FROM accesses AS written
JOIN contents ON contents.content = written.content AND contents.size > 0
JOIN accesses AS read ON read.content = written.content AND read.run <> written.run
JOIN runs AS producer ON producer.run = written.run
JOIN runs AS consumer ON consumer.run = read.run
JOIN paths AS target ON target.path = written.path
JOIN paths AS source ON source.path = read.path
WHERE written.role = 'output'
  AND read.role IN ('script', 'module', 'config', 'input')
  AND (
    consumer.ended IS NULL
    OR producer.started <= consumer.ended
    OR (substr(target.text, 1, 2) = './' AND source.text = producer.directory || substr(target.text, 2))
  );
