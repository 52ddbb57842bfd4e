INSERT INTO runs (run, id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process)
SELECT run, id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process
FROM earlier_runs;

INSERT INTO contents (content, sha256, size)
SELECT content, sha256, size
FROM earlier_contents;

INSERT INTO paths (path, text)
SELECT path, text
FROM earlier_paths;

INSERT INTO accesses (run, role, path, content)
SELECT run, role, path, content
FROM earlier_accesses;

INSERT INTO seen (run, path, content, size, mtime_ns, ctime_ns, inode)
SELECT run, path, content, size, mtime_ns, ctime_ns, inode
FROM earlier_seen;

DROP TABLE earlier_seen;
DROP TABLE earlier_accesses;
DROP TABLE earlier_paths;
DROP TABLE earlier_contents;
DROP TABLE earlier_runs;
