INSERT INTO runs (run, id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process)
SELECT run, id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process
FROM earlier_runs;

INSERT INTO contents (content, sha256, size)
SELECT content, sha256, size
FROM earlier_contents;

INSERT INTO paths (text)
SELECT DISTINCT own_path(path, directory)
FROM earlier_accesses JOIN earlier_runs USING (run);

INSERT INTO accesses (run, role, path, content)
SELECT run, role, paths.path, content
FROM earlier_accesses JOIN earlier_runs USING (run) JOIN paths ON paths.text = own_path(earlier_accesses.path, directory);

DROP TABLE earlier_accesses;
DROP TABLE earlier_contents;
DROP TABLE earlier_runs;
