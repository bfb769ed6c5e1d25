//! Carries out a plan, so that a run that ends halfway leaves a workspace that cargo loads, and a manifest that proves what is
//! ours.

use std::collections::BTreeSet;

use capwright_codegen::package::Manifest;
use indicatif::ProgressBar;

use crate::failure::Failure;
use crate::plan::{FilePlan, MANIFEST, PackagePlan, Plan, State, Status};
use crate::stage::Stage;

/// How many files a message names.
const NAMED: usize = 5;

/// Makes the disk what the plan wants. What is as wanted is not touched; what an interrupted run left is removed.
///
/// # Errors
/// A file that we did not write is in the way (nothing is written then), or the disk refuses.
pub(crate) fn apply(plan: &Plan, stage: &Stage<'_>, shown: &ProgressBar) -> Result<(), Failure> {
    refuse_foreign(plan)?;
    if plan.is_clean() {
        let _ = stage.clear(); // remains do no harm, and an output that is as wanted may be read-only
        return Ok(());
    }
    stage.clear()?;
    let outcome = carry_out(plan, stage, shown);
    outcome.and(stage.clear())
}

/// First what proves that the rest is ours; then what comes, then what goes: a workspace names nothing that is not there.
fn carry_out(plan: &Plan, stage: &Stage<'_>, shown: &ProgressBar) -> Result<(), Failure> {
    let (manifests, others): (Vec<_>, Vec<_>) = plan.shared.iter().partition(|file| file.path == MANIFEST);
    let announced = manifests.iter().find_map(|manifest| announced(manifest));
    announced.iter().try_for_each(|text| stage.replace(MANIFEST, text))?;
    plan.packages.iter().inspect(|_| shown.inc(1)).try_for_each(|package| write(package, stage))?;
    others.iter().try_for_each(|file| replace(file, stage))?;
    others.iter().try_for_each(|file| remove(file, stage))?;
    plan.packages.iter().try_for_each(|package| clean(package, stage))?;
    plan.empty.iter().try_for_each(|name| stage.folder.remove_empty(name, stage.disk))?;
    let mut left = manifests.iter().filter(|manifest| manifest.after != announced);
    left.try_for_each(|manifest| replace(manifest, stage))
}

/// What is new or different in a package. Its manifest comes after what it names.
fn write(package: &PackagePlan, stage: &Stage<'_>) -> Result<(), Failure> {
    if package.status() != Status::Changed {
        return Ok(());
    }
    if !stage.folder.safe(&package.name)?.exists() {
        return stage.appear(package);
    }
    let manifest = format!("{}/Cargo.toml", package.name);
    let (last, first): (Vec<_>, Vec<_>) = package.files.iter().partition(|file| file.path == manifest);
    first.into_iter().chain(last).try_for_each(|file| replace(file, stage))
}

/// What is no longer in a package, or all of it.
fn clean(package: &PackagePlan, stage: &Stage<'_>) -> Result<(), Failure> {
    match package.status() {
        Status::Kept => Ok(()),
        Status::Gone => stage.vanish(package),
        Status::Unchanged | Status::Changed => {
            package.files.iter().try_for_each(|file| remove(file, stage))?;
            stage.folder.remove_empty(&package.name, stage.disk)
        }
    }
}

fn replace(file: &FilePlan, stage: &Stage<'_>) -> Result<(), Failure> {
    match (file.state, &file.after) {
        (State::Missing | State::Differs, Some(content)) => stage.replace(&file.path, content),
        _ => Ok(()),
    }
}

fn remove(file: &FilePlan, stage: &Stage<'_>) -> Result<(), Failure> {
    if file.state != State::Stale {
        return Ok(());
    }
    let path = stage.folder.safe(&file.path)?;
    stage.disk.remove_file(&path).map_err(Failure::at("remove", &path))
}

/// A manifest that lists what is to come beside what is there, if that is more than is listed already: a run that is
/// interrupted leaves nothing that a later one could not prove to be ours.
fn announced(manifest: &FilePlan) -> Option<String> {
    let before = manifest.before.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
    let before = Manifest::parse(&before);
    let mut both = Manifest::parse(manifest.after.as_deref()?);
    let listed: BTreeSet<&String> = before.entries.keys().collect();
    if both.entries.keys().all(|path| listed.contains(path)) {
        return None;
    }
    for (path, entry) in &before.entries {
        both.entries.entry(path.clone()).or_insert_with(|| entry.clone());
    }
    Some(both.render())
}

fn refuse_foreign(plan: &Plan) -> Result<(), Failure> {
    let foreign: Vec<&str> =
        plan.files().filter(|file| file.state == State::Foreign).map(|file| file.path.as_str()).collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let more = if foreign.len() > NAMED { format!(" and {} more", foreign.len() - NAMED) } else { String::new() };
    let named = foreign.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    Err(Failure::Usage(format!(
        "not generated, and in the way: {named}{more}; move it away or choose another folder; nothing was written"
    )))
}
