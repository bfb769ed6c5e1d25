//! What `gen --check` shows of files that differ: bounded, so that a log stays readable.

use similar::TextDiff;

use crate::plan::{FilePlan, MANIFEST, Plan, State};

/// Lines of a file's diff.
const LINES: usize = 40;
/// Files whose diff is shown.
const FILES: usize = 10;
/// Characters of a line.
const WIDTH: usize = 200;

/// Unified diffs of the files that differ; the manifest's only if nothing else does, for it repeats the others in hashes.
pub(crate) fn diffs(plan: &Plan) -> String {
    let differs = |file: &&FilePlan| matches!(file.state, State::Differs | State::Foreign);
    let manifest_only = plan.files().all(|file| file.state == State::Same || file.path == MANIFEST);
    let files: Vec<&FilePlan> =
        plan.files().filter(differs).filter(|file| manifest_only || file.path != MANIFEST).collect();
    let mut text: String = files.iter().take(FILES).map(|file| diff(file)).collect();
    if files.len() > FILES {
        text.push_str(&format!("… {} more files differ\n", files.len() - FILES));
    }
    text
}

/// Lines that `API.txt` lost, package by package: what breaks users of a crate.
pub(crate) fn api_removals(plan: &Plan) -> Vec<String> {
    let is_api = |file: &&FilePlan| file.state == State::Differs && file.path.ends_with("/API.txt");
    let mut removals: Vec<String> = plan.files().filter(is_api).flat_map(removed_lines).collect();
    if removals.len() > LINES {
        let more = removals.len() - LINES;
        removals.truncate(LINES);
        removals.push(format!("… and {more} more"));
    }
    removals
}

fn diff(file: &FilePlan) -> String {
    let before = String::from_utf8_lossy(file.before.as_deref().unwrap_or_default());
    let side = |label, text| Side { label: format!("{} ({label})", file.path), text };
    unified(&side("on disk", &before), &side("generated", file.after.as_deref().unwrap_or_default()))
}

/// One of two texts, and how it is called.
#[derive(Debug)]
pub(crate) struct Side<'a> {
    pub(crate) label: String,
    pub(crate) text: &'a str,
}

/// A unified diff, as long as a log may have it.
pub(crate) fn unified(before: &Side<'_>, after: &Side<'_>) -> String {
    let diff = TextDiff::from_lines(before.text, after.text);
    let text = diff.unified_diff().context_radius(2).header(&before.label, &after.label).to_string();
    let total = text.lines().count();
    let mut shown: String = text.lines().take(LINES).map(|line| format!("{}\n", clipped(line))).collect();
    if total > LINES {
        shown.push_str(&format!("… {} more lines\n", total - LINES));
    }
    shown
}

fn removed_lines(file: &FilePlan) -> Vec<String> {
    let package = file.path.split('/').next().unwrap_or_default();
    let before = String::from_utf8_lossy(file.before.as_deref().unwrap_or_default());
    let after: Vec<&str> = file.after.as_deref().unwrap_or_default().lines().collect();
    let lost = before.lines().filter(|line| !line.is_empty() && !line.starts_with('#') && !after.contains(line));
    lost.map(|line| format!("{package}: {}", clipped(line))).collect()
}

fn clipped(line: &str) -> String {
    let mut clipped: String = line.chars().take(WIDTH).collect();
    if clipped.len() < line.len() {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, before: &str, after: &str) -> FilePlan {
        FilePlan {
            path: path.to_owned(),
            state: State::Differs,
            before: Some(before.into()),
            after: Some(after.to_owned()),
        }
    }

    fn plan(files: Vec<FilePlan>) -> Plan {
        Plan { packages: Vec::new(), shared: files, empty: Vec::new() }
    }

    #[test]
    fn a_diff_names_both_sides() {
        let text = diffs(&plan(vec![file("p/src/lib.rs", "a\nb\nc\n", "a\nB\nc\n")]));
        assert_eq!(text, "--- p/src/lib.rs (on disk)\n+++ p/src/lib.rs (generated)\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
    }

    #[test]
    fn diffs_are_bounded() {
        let long = "x\n".repeat(500);
        let text = diffs(&plan((0..30).map(|n| file(&format!("p/src/{n}.rs"), "", &long)).collect()));
        assert_eq!(text.lines().count(), FILES * (LINES + 1) + 1, "{text}");
        assert!(text.contains("… 463 more lines\n") && text.ends_with("… 20 more files differ\n"), "{text}");
        assert_eq!(clipped(&"é".repeat(300)).chars().count(), WIDTH + 1);
    }

    #[test]
    fn the_manifest_is_shown_only_if_it_alone_differs() {
        let manifest = || file(MANIFEST, "a\n", "b\n");
        assert!(diffs(&plan(vec![manifest()])).contains("MANIFEST"));
        assert!(!diffs(&plan(vec![file("p/x", "1\n", "2\n"), manifest()])).contains("MANIFEST"));
    }

    #[test]
    fn lines_that_the_api_lost_are_named() {
        let removals =
            api_removals(&plan(vec![file("p/API.txt", "# old\nfn a()\nfn b()\n", "# new\nfn b()\nfn c()\n")]));
        assert_eq!(removals, ["p: fn a()"]);
    }
}
