//! Output to terminals of any width, pipes without a reader, and full disks.

use crate::support::command::{JOB, Test};
use crate::support::process::Stdout;

const TABLE: &str = "\
--------------------------------------------------------------------
|                         UpdateBackendAuth                        |
+-------------------------+----------------------------------------+
|  AppId                  |  d1a2b3c4d5e6f7                        |
|  BackendEnvironmentName |  staging                               |
|  JobId                  |  e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b  |
|  Operation              |  UpdateBackendAuth                     |
|  Status                 |  RUNNING                               |
+-------------------------+----------------------------------------+
";

#[test]
fn without_a_terminal_a_table_has_eighty_columns() {
    Test::update(["--output", "table"]).stdout(TABLE).run();
}

const WIDE_TABLE: &str = "\
----------------------------------------------------------------------------------------------------------------------
|                                                  UpdateBackendAuth                                                 |
+----------------+-------------------------+----------------------------------------+--------------------+-----------+
|      AppId     | BackendEnvironmentName  |                 JobId                  |     Operation      |  Status   |
+----------------+-------------------------+----------------------------------------+--------------------+-----------+
|  d1a2b3c4d5e6f7|  staging                |  e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b  |  UpdateBackendAuth |  RUNNING  |
+----------------+-------------------------+----------------------------------------+--------------------+-----------+
";

#[test]
fn a_terminal_wide_enough_gets_the_members_side_by_side() {
    Test::update(["--output", "table", "--color", "off"])
        .stdout_to(Stdout::Terminal(118))
        .stdout(WIDE_TABLE)
        .run();
}

#[test]
fn a_terminal_one_column_short_gets_the_members_one_below_the_other() {
    Test::update(["--output", "table", "--color", "off"])
        .stdout_to(Stdout::Terminal(117))
        .stdout(TABLE)
        .run();
}

#[test]
fn text_is_one_line_of_values() {
    Test::update(["--output", "text"])
        .stdout("d1a2b3c4d5e6f7\tstaging\te1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b\tUpdateBackendAuth\tRUNNING\n")
        .run();
}

#[test]
fn json_is_indented_by_four() {
    Test::update([]).stdout(JOB).run();
}

#[test]
fn a_closed_pipe_is_no_error_after_the_update() {
    for format in ["json", "text", "table"] {
        Test::update(["--output", format])
            .stdout_to(Stdout::Closed)
            .run();
    }
}

#[test]
fn a_full_disk_is_an_error_that_says_so() {
    for format in ["json", "text", "table"] {
        let test = Test::update(["--output", format]).stdout_to(Stdout::Full);
        let (outcome, _) = test.code(255).any_stderr().run();
        let stderr = String::from_utf8(outcome.stderr).unwrap();
        assert!(stderr.contains("No space left on device"), "{stderr}");
    }
}
