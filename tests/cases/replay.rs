//! The recordings of the original, replayed against the program byte for byte: those of version 1,
//! and in the folder `2` those of version 2.
//!
//! Exit code, stdout, stderr and requests are compared; the usage block, which has its own wording,
//! is not. A case with `better` is compared with that entry: there this program deviates on purpose.
//! `golden/known-gaps.txt` lists the cases that are known to fail. A test fails when a case that is
//! not listed fails and when one that is listed passes, so the list can only shrink.

use crate::support::golden::{self, joined};
use crate::support::parallel;
use crate::support::recording::{Recording, record};
use serde_json::{Value, json};

/// Concurrent cases of a group: most of them wait.
const AT_A_TIME: usize = 8;

macro_rules! groups {
    ($($test:ident: $group:literal,)*) => {
        $(#[test] fn $test() { replay($group); })*

        #[test]
        fn every_golden_file_is_replayed() {
            let mut files: Vec<String> = ["", "2/"].into_iter().flat_map(files_of).collect();
            files.sort();
            assert_eq!(files, [$($group),*]);
            for gap in golden::text("known-gaps.txt").lines().filter(|line| !line.starts_with('#')) {
                assert!(files.iter().any(|group| gap.starts_with(&format!("{group}/"))), "{gap}");
            }
        }
    };
}

/// The groups in a folder.
fn files_of(folder: &str) -> impl Iterator<Item = String> {
    let files = std::fs::read_dir(golden::path(folder)).unwrap();
    let names = files.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter_map(move |name| Some(format!("{folder}{}", name.strip_suffix(".json")?)))
        .filter(|name| name != "service-model")
}

groups! {
    version_2_prompts_without_a_terminal_as_the_original: "2/auto-prompt",
    version_2_differs_from_version_1_as_the_originals_do: "2/both",
    version_2_frames_errors_as_the_original: "2/error-format",
    version_2_prints_nothing_where_the_output_is_off: "2/off",
    version_2_runs_operations_as_the_original: "2/operations",
    version_2_pages_as_the_original: "2/pager",
    version_2_takes_args_as_the_original: "2/v2-args",
    version_2_caches_credentials_as_the_original: "2/v2-cache",
    version_2_resolves_settings_as_the_original: "2/v2-config",
    version_2_renews_login_sessions_as_the_original: "2/v2-login",
    version_2_evaluates_queries_as_the_original: "2/v2-query",
    version_2_retries_as_the_original: "2/v2-retry",
    version_2_makes_the_skeletons_of_the_original: "2/v2-skeleton",
    version_2_reads_yaml_as_the_original: "2/yaml-input",
    version_2_prints_yaml_as_the_original: "2/yaml-output",
    version_2_prints_yaml_streams_as_the_original: "2/yaml-stream",
    args_are_taken_as_the_original_takes_them: "args",
    settings_are_resolved_as_the_original_resolves_them: "config",
    credentials_are_found_as_the_original_finds_them: "credentials",
    urls_headers_certificates_and_proxies_are_read_as_the_original_reads_them: "http",
    cli_input_json_is_read_as_the_original_reads_it: "input-json",
    json_is_read_as_the_original_reads_it: "json",
    the_network_is_used_as_the_original_uses_it: "network",
    operations_run_as_in_the_original: "operations",
    output_looks_as_the_original_prints_it: "output",
    files_are_loaded_as_the_original_loads_them: "paramfile",
    queries_are_evaluated_as_the_original_evaluates_them: "query",
    service_errors_are_reported_as_the_original_reports_them: "service-error",
    shorthand_is_read_as_the_original_reads_it: "shorthand",
    random_shorthand_is_read_as_the_original_reads_it: "shorthand-fuzz",
    skeletons_are_those_of_the_original: "skeleton",
    terminals_pipes_and_signals_are_served_as_by_the_original: "terminal",
    paths_are_encoded_as_the_original_encodes_them: "uri",
    findings_are_worded_as_the_original_words_them: "validate",
}

fn replay(group: &str) {
    let cases = golden::cases(group);
    let dialect = if group.starts_with("2/") { "2" } else { "1" };
    let differences = parallel::map(AT_A_TIME, &cases, |case| {
        differences(case, &record(case, dialect))
    });
    let failures: Vec<(&str, String)> = (cases.iter().zip(differences))
        .filter(|(_, differences)| !differences.is_empty())
        .map(|(case, differences)| (case["id"].as_str().unwrap(), differences.join("\n")))
        .collect();
    let gaps = golden::text("known-gaps.txt");
    let gaps: Vec<&str> = gaps
        .lines()
        .filter(|line| line.starts_with(&format!("{group}/")))
        .collect();
    let mut report = Vec::new();
    for (id, differences) in &failures {
        if !gaps.contains(id) {
            report.push(format!("differs: {id}\n{differences}"));
        }
    }
    for gap in gaps {
        if !failures.iter().any(|(id, _)| *id == gap) {
            report.push(format!(
                "passes, or is unknown: remove {gap} from known-gaps.txt"
            ));
        }
    }
    assert!(report.is_empty(), "\n{}", report.join("\n"));
}

fn differences(case: &Value, got: &Recording) -> Vec<String> {
    let mut out = Vec::new();
    let mut check =
        |part: &str, want: &dyn std::fmt::Display, got: &dyn std::fmt::Display, same: bool| {
            if !same {
                out.push(format!("  want {part}: {want}\n  got  {part}: {got}"));
            }
        };
    if got.stderr.contains("panicked") {
        check("stderr", &"no panic", &got.stderr, false);
    }
    let (stdout, stderr) = (quoted(&got.stdout), quoted(&got.stderr));
    let count = got.requests.len();
    let better = &case["better"];
    if better.is_object() {
        let rc = &better["rc"];
        let fits = rc == &got.rc || rc.as_array().is_some_and(|codes| codes.contains(&got.rc));
        check("rc", rc, &got.rc, fits);
        if better.get("stdout").is_some() {
            let want = joined(&better["stdout"]);
            check("stdout", &quoted(&want), &stdout, want == got.stdout);
        }
        if better.get("stderr").is_some() {
            let want = joined(&better["stderr"]);
            check("stderr", &quoted(&want), &stderr, want == got.stderr);
        }
        if let Some(want) = better["stderr_prefix"].as_str() {
            check(
                "stderr",
                &want,
                &stderr,
                got.stderr.trim().starts_with(want),
            );
        }
        if let Some(want) = better["has"].as_str() {
            check("stderr", &want, &stderr, got.stderr.contains(want));
        }
        let want = &better["requests"];
        check("requests", want, &count, want == &json!(count));
        return out;
    }

    let compared = |part: &str| {
        case["compare"]
            .as_array()
            .is_none_or(|parts| parts.contains(&json!(part)))
    };
    let want = &case["expect"];
    if compared("rc") {
        check("rc", &want["rc"], &got.rc, want["rc"] == got.rc);
    }
    if compared("stdout") {
        let want = joined(&want["stdout"]);
        let same = match case["stdout_json"] == true {
            true => same_json(&want, &got.stdout),
            false => want == got.stdout,
        };
        check("stdout", &quoted(&want), &stdout, same);
    }
    if compared("stderr") {
        let want = joined(&want["stderr"]);
        let prefix = case["stderr_prefix"].as_str();
        let same = prefix.map_or(want == got.stderr, |start| {
            got.stderr.trim().starts_with(start)
        });
        check("stderr", &quoted(&want), &stderr, same);
    }
    if compared("requests") {
        let none = Vec::new();
        let want = want["requests"].as_array().unwrap_or(&none);
        let same = match case["requests"] == "count" {
            true => want.len() == count,
            false => {
                want.len() == count && want.iter().zip(&got.requests).all(|(a, b)| equal(a, b))
            }
        };
        check("requests", &json!(want), &json!(got.requests), same);
    }
    out
}

/// The text in one line, quoted.
fn quoted(text: &str) -> String {
    format!("{text:?}[EOF]")
}

fn same_json(want: &str, got: &str) -> bool {
    let parse = |text| serde_json::from_str::<Value>(text).ok();
    parse(want).is_some_and(|want| parse(got).is_some_and(|got| equal(&want, &got)))
}

/// Equality in which 12 equals 12.0, as in Python.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

#[test]
fn a_recording_that_differs_in_any_part_is_noticed() {
    let case = golden::cases("args").into_iter().find(|case| {
        case["expect"]["rc"] == 0 && case["expect"]["requests"][0]["signature_ok"] == true
    });
    let mut case = case.unwrap();
    let got = record(&case, "1");
    assert_eq!(differences(&case, &got), [""; 0]);
    for (part, other) in [
        ("rc", json!(1)),
        ("stdout", json!("")),
        ("stderr", json!("\n")),
        ("requests", json!([])),
    ] {
        let before = std::mem::replace(&mut case["expect"][part], other);
        assert_eq!(differences(&case, &got).len(), 1, "{part}");
        case["expect"][part] = before;
    }
    case["expect"]["requests"][0]["signature_ok"] = json!(false);
    assert_eq!(differences(&case, &got).len(), 1);
    case["better"] = json!({"rc": 255, "requests": 0});
    assert_eq!(differences(&case, &got).len(), 2);
}
