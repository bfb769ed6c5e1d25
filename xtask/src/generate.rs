//! `cargo xtask gen`: one crate for each document, on disk or compared with the disk.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::batch::Batch;
use crate::disk::Disk;
use crate::document::Document;
use crate::failure::Failure;
use crate::flags::{Format, GenFlags};
use crate::folder::Folder;
use crate::functions::{self, Functions};
use crate::lock::Lock;
use crate::order::{Goal, Order};
use crate::plan::{FilePlan, PackagePlan, Plan, State, Status, Wish};
use crate::policy::Policy;
use crate::progress::Progress;
use crate::report::{Report, count, summary};
use crate::repository::Repository;
use crate::shipping::Shipping;
use crate::stage::Stage;
use crate::verdict::Verdict;
use crate::workspace::Destination;
use crate::{Console, diff, timings, write};

/// How many files without a generator a run names.
const NAMED: usize = 10;

/// Nothing is written before every document was compiled.
pub(crate) fn run(
    flags: &GenFlags,
    repository: &Repository,
    disk: &dyn Disk,
    console: &mut Console<'_>,
) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let specs = flags.input.specs.clone().unwrap_or_else(|| repository.folder("specs"));
    let destination = Destination::new(&flags.out.clone().unwrap_or_else(|| repository.folder("generated")))?;
    let goal = Goal::Package(Shipping::new(flags.runtime.as_deref(), repository, &destination.root)?);
    let policy = Policy::new(repository.manifest(), &flags.policy)?;
    let progress = Progress::on(console);
    let order = Order { specs: &specs, only: &flags.only, files: &[], goal, policy, progress };
    let batch = compiled(flags, repository, &order)?;
    let mut report = Report::new(console, flags.input.format);
    report_documents(&batch, &mut report)?;

    let written = Instant::now();
    let folder = Folder::new(destination.root.clone());
    let _lock = if flags.check { None } else { Some(locked(&destination, disk, report.console)?) };
    let mut wish = wish(&batch, flags);
    let mut plan = Plan::new(&wish, &destination, &folder)?;
    let lost = lost(&batch, &plan, &flags.remove);
    if !lost.is_empty() {
        wish.untouched.extend(lost.keys().copied());
        plan = Plan::new(&wish, &destination, &folder)?;
    }
    if !flags.check {
        let shown = progress.steps("writing", plan.packages.len());
        write::apply(&plan, &Stage::new(&destination, &folder, disk)?, &shown)?;
    }
    let written = written.elapsed();
    report_packages(&plan, flags, &mut report)?;
    report_lost(&lost, flags, &mut report)?;
    if flags.check {
        report_differences(&plan, &destination, flags, &mut report)?;
    } else {
        warn_of_unexpected(&plan, &destination, &mut report)?;
    }
    if flags.timings {
        timings::print(&batch, written, start.elapsed(), report.console)?;
    }
    report_summary(&batch, &plan, flags, &mut report)?;
    let found = batch.has_rejected() || !lost.is_empty() || (flags.check && !plan.is_clean());
    Ok(if found { Verdict::Found } else { Verdict::Well })
}

/// What `--check` says must not depend on what lies in `target/`.
fn compiled(flags: &GenFlags, repository: &Repository, order: &Order<'_>) -> Result<Batch, Failure> {
    if flags.check {
        return Batch::compile(repository, order);
    }
    let cache = flags.cache.clone().unwrap_or_else(|| repository.folder("target/gen-cache"));
    Batch::recall_or_compile(repository, order, &cache)
}

/// The output folder, for this run alone.
fn locked(destination: &Destination, disk: &dyn Disk, console: &mut Console<'_>) -> Result<Lock, Failure> {
    let root = &destination.root;
    if !root.is_dir() {
        disk.create_folder(root).map_err(Failure::at("create", root))?;
    }
    Lock::take(root, console)
}

fn wish<'a>(batch: &'a Batch, flags: &GenFlags) -> Wish<'a> {
    let project = &batch.project;
    let packages: BTreeMap<&str, _> = batch
        .documents
        .iter()
        .filter_map(|document| document.package.as_ref())
        .map(|package| (package.name.as_str(), package))
        .collect();
    let is_part = |index| batch.documents.iter().any(|document| document.index == index && document.is_part());
    let documents = project.documents().filter(|index| !project.is_data(*index) && !is_part(*index));
    let untouched =
        documents.map(|index| project.package_name(index)).filter(|name| !packages.contains_key(name)).collect();
    Wish { packages, untouched, removes_nothing: !flags.only.is_empty() }
}

/// The packages whose documents are still there and become no crate any more, with what the documents are called: their crates
/// would be removed, and nobody asked for it.
fn lost<'a>(batch: &'a Batch, plan: &Plan, asked: &[String]) -> BTreeMap<&'a str, &'a str> {
    let project = &batch.project;
    let is_lost = |package: &str| {
        let is_gone = |plan: &PackagePlan| plan.name == package && matches!(plan.status(), Status::Gone | Status::Kept);
        plan.packages.iter().any(is_gone) && !asked.iter().any(|asked| asked == package)
    };
    let named = project.documents().map(|index| (project.package_name(index), project.source(index).shown.as_str()));
    named.filter(|(package, _)| is_lost(package)).collect()
}

/// One sentence for each of them.
fn report_lost(lost: &BTreeMap<&str, &str>, flags: &GenFlags, report: &mut Report<'_, '_>) -> Result<(), Failure> {
    for (package, document) in lost {
        let command = flags.command();
        report.error(&format!(
            "{document} becomes no crate any more, and had one: `{package}` stays as it is. Mend the document, or run \
             `{command} --remove {package}` if it is only there for others now"
        ))?;
    }
    Ok(())
}

fn report_documents(batch: &Batch, report: &mut Report<'_, '_>) -> Result<(), Failure> {
    report.warnings(&batch.warnings)?;
    for document in &batch.documents {
        report.diagnostics(batch, document)?;
        report.verdict(batch, document)?;
    }
    report.hint()
}

/// One line a package.
fn report_packages(plan: &Plan, flags: &GenFlags, report: &mut Report<'_, '_>) -> Result<(), Failure> {
    let lines = plan.packages.iter().map(|package| (package.name.as_str(), status(package, flags.check)));
    let is_human = report.format == Format::Human;
    for (package, status) in lines {
        if status != "kept" || is_human {
            report.output(package, status)?;
        }
        for line in plan.packages.iter().filter(|it| it.name == package).flat_map(changed_functions) {
            report.human(&format!("{:<10} {line}", ""))?;
        }
    }
    Ok(())
}

/// What people read last: the rejected documents, and numbers.
fn report_summary(batch: &Batch, plan: &Plan, flags: &GenFlags, report: &mut Report<'_, '_>) -> Result<(), Failure> {
    let rejected: Vec<&Document> = batch.documents.iter().filter(|document| !document.is_accepted()).collect();
    let statuses = plan.packages.iter().map(|package| status(package, flags.check));
    let statuses: Vec<&str> = statuses.chain(rejected.iter().map(|_| "rejected")).collect();
    for document in rejected {
        let file = &batch.project.source(document.index).shown;
        report.human(&format!("{:<10} {} ({file})", "rejected", batch.project.package_name(document.index)))?;
    }
    report.human(&summary(statuses.into_iter()))
}

fn status(package: &PackagePlan, is_check: bool) -> &'static str {
    match package.status() {
        _ if is_check && package.is_clean() => "unchanged",
        _ if is_check => "differs",
        Status::Unchanged => "unchanged",
        Status::Changed => "written",
        Status::Gone => "removed",
        Status::Kept => "kept",
    }
}

/// What becomes of the functions of a package that was there before: overrides and guards of users may stand before them.
fn changed_functions(package: &PackagePlan) -> Vec<String> {
    let (mut before, mut after) = (Functions::default(), Functions::default());
    let is_known = |file: &FilePlan| file.path.ends_with("/API.txt") && file.before.is_some() && file.after.is_some();
    if package.is_clean() || !package.files.iter().any(is_known) {
        return Vec::new();
    }
    for file in &package.files {
        let path = file.path.split_once('/').map_or("", |(_, path)| path);
        before.add(path, &String::from_utf8_lossy(file.before.as_deref().unwrap_or_default()));
        after.add(path, file.after.as_deref().unwrap_or_default());
    }
    functions::lines(&before.changes(&after))
}

/// Every file that differs, what the public interfaces lose, diffs, and the command that settles it.
fn report_differences(
    plan: &Plan,
    destination: &Destination,
    flags: &GenFlags,
    report: &mut Report<'_, '_>,
) -> Result<(), Failure> {
    if plan.is_clean() {
        return Ok(());
    }
    let shown = destination.shown.display();
    for file in plan.files().filter(|file| file.state != State::Same) {
        report.explain(&format!("  {:<10} {shown}/{}", file.state.label(), file.path))?;
    }
    for folder in &plan.empty {
        report.explain(&format!("  {:<10} {shown}/{folder}/ (an empty folder)", State::Stale.label()))?;
    }
    let removals = diff::api_removals(plan);
    if !removals.is_empty() {
        report.explain(&format!("\nAPI removals, which break users of the crates:\n  {}", removals.join("\n  ")))?;
    }
    report.explain(&format!("\n{}", diff::diffs(plan)))?;
    let unexpected = plan.files().any(|file| matches!(file.state, State::Unexpected | State::Foreign));
    let first = if unexpected { "Move unexpected files away: nobody generated them. " } else { "" };
    report.explain(&format!("{first}To bring {shown} up to date, run:\n\n    {}", flags.command()))
}

fn warn_of_unexpected(plan: &Plan, destination: &Destination, report: &mut Report<'_, '_>) -> Result<(), Failure> {
    let unexpected: Vec<_> = plan.files().filter(|file| file.state == State::Unexpected).collect();
    let named = unexpected.iter().take(NAMED);
    let mut warnings: Vec<String> = named
        .map(|file| format!("{}/{} is not generated, and left alone", destination.shown.display(), file.path))
        .collect();
    if unexpected.len() > NAMED {
        warnings.push(format!("and {}", count(unexpected.len() - NAMED, "more such file")));
    }
    report.warnings(&warnings)
}
