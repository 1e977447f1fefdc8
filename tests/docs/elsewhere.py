"""Commands of the docs that another test runs, and those that cannot be run in a test, with the reason."""

RAN_BY = {
    "make demo": "tests/cli/test_demo.py::test_the_demo_begins_with_a_question_for_ana",
    "make soak": "tests/faults/test_soak.py::test_a_leak_is_noticed",
    "make chaos": "tests/faults/test_chaos.py::test_killed_and_paused_at_random",
    "make bench": "tests/bench/test_benchmarks.py::test_a_benchmark_runs_and_writes_its_rows",
    "make simulate": "tests/simulation/test_simulation.py::test_it_runs_from_the_command_line_and_is_the_same_every_time",
    "make audit": "tests/test_supply.py::test_an_audit_that_nobody_answered_fails_and_says_so",
    "make pictures": "tests/browser/test_gallery.py::test_the_list_names_every_kind",
    "make clean": "tests/docs/test_commands.py::test_clean_leaves_what_a_trial_kept",
    "make pages": "tests/test_settings.py::test_the_page_of_settings_is_made_from_them",
    "shoulder --help": "tests/cli/test_starting.py::test_help_names_every_command",
    "shoulder serve": "tests/faults/test_one_process.py::test_a_second_app_refuses_in_words",
    "shoulder serve --web-only": "tests/carrying/test_processes.py::test_the_web_hears_and_the_workers_say",
    "shoulder work": "tests/carrying/test_processes.py::test_the_web_hears_and_the_workers_say",
    "shoulder work --clock-only": "tests/carrying/test_processes.py::test_the_web_hears_and_the_workers_say",
    "shoulder db row-security on": "tests/cli/test_row_security.py::test_on_says_for_how_much_and_how_to_back_up",
    "shoulder db row-security off": "tests/cli/test_row_security.py::test_off_takes_it_back",
    "shoulder outbox retry ID…": "tests/cli/test_outbox.py::test_what_failed_comes_after_the_mend_and_once",
    "python -m bench --only beat": "tests/bench/test_benchmarks.py::test_a_benchmark_runs_and_writes_its_rows",
    "python -m bench --quick --only send": "tests/bench/test_benchmarks.py::test_a_benchmark_runs_and_writes_its_rows",
    "python bench/guard.py": "tests/coaching/test_guard_sets.py::test_patterned_identifiers_are_found",
    "python -m tests.faults.chaos --seed 20261127": ("tests/faults/test_chaos.py::test_killed_and_paused_at_random"),
    "python -m tests.soak --minutes 5": "tests/faults/test_soak.py::test_a_leak_is_noticed",
    "python -m tests.catalog": "tests/test_catalog.py::test_the_compiled_file_is_todays",
    "slack run": "tests/cli/test_slack_cli.py::test_slacks_command_line_starts_the_app_in_socket_mode",
    "PGOPTIONS='-c app.workspace=*' pg_dump --enable-row-security …": (
        "tests/db/test_row_security.py::test_a_backup_says_whose_rows_it_wants"
    ),
}
"""The test that runs the same; of what takes half an hour, its short form."""

NOT_HERE = {
    "make test-socket": "the same tests as `make test`, each over the other way; it takes as long again",
    "git clone <the address of this repository> shoulder": "git's own",
    "cd shoulder": "the shell's own",
    "make .venv/.ready-for-tests": "it is what made the programs that run this test",
    "python -m pytest tests/coaching/test_paths.py": "it is what runs this test",
    "python -m pytest tests/journeys/test_how_sure.py": "test_contributing.py runs the file as it stands on the page",
    "make types": "`make test` runs it beside this test",
    "make test": "this test is a part of it",
    "make unit": "its tests are a part of `make test`, as this one is",
    "make lint": "the same three programs; `make test` runs it before this test",
    "make format": "it rewrites the files that are being tested",
    "make lock": "it asks the network for the newest versions",
    "pre-commit install": "it is a program of the reader's own; what it calls is looked at in test_contributing.py",
    "pip install --require-hashes -r requirements-sentry.lock": "`make test` does it, and test_supply.py reads the lock",
    "git diff simulation/latest.txt": "git's own",
}
"""Why nobody runs it in a test."""
