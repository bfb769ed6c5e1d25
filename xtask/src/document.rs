//! What becomes of a document.

use capwright_codegen::diagnostic::{Diagnostic, Severity};
use capwright_codegen::{CompileStep, Listing, Observer, Package, Project, compile};

use crate::order::{Goal, Order};
use crate::policy::Policy;
use crate::spent::{Spent, Watch};

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its index in the project.
    pub(crate) index: usize,
    /// Its problems, errors first.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What it offers; none if it was rejected, is only there to be imported, or was recalled.
    pub(crate) listing: Option<Listing>,
    /// Its crate; none without a listing, or if no crates are wanted.
    pub(crate) package: Option<Package>,
    /// Where the time went.
    pub(crate) spent: Spent,
}

impl Document {
    /// Whether the compiler takes it.
    pub(crate) fn is_accepted(&self) -> bool {
        self.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }

    /// Whether the compiler takes it, but doubts that it is what its author wants.
    pub(crate) fn has_warnings(&self) -> bool {
        self.is_accepted() && self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Warning)
    }

    /// Whether it holds sections for other documents, and becomes no crate.
    pub(crate) fn is_part(&self) -> bool {
        self.is_accepted() && self.listing.is_none() && self.package.is_none()
    }

    /// Compiles the document that is the `index`th of a project.
    pub(crate) fn compile(project: &Project, index: usize, order: &Order<'_>) -> Self {
        let goal = match order.goal {
            Goal::Listing => compile::Goal::Model,
            Goal::Package(_) => compile::Goal::Package,
        };
        let mut watcher = Watcher { policy: &order.policy, watch: Watch::start(), spent: Spent::default() };
        let compiled = project.compile_to(goal, index, &mut watcher);
        let listing = compiled.model.as_ref().map(Listing::of);
        let (diagnostics, package, spent) = (compiled.diagnostics, compiled.package, watcher.spent);
        Self { index, diagnostics, listing, package, spent }
    }
}

/// Takes the time of each step, and says what counts of what was found.
struct Watcher<'a> {
    policy: &'a Policy,
    watch: Watch,
    spent: Spent,
}

impl Observer for Watcher<'_> {
    fn done(&mut self, step: CompileStep) {
        let lap = self.watch.lap();
        match step {
            CompileStep::Read => self.spent.read = lap,
            CompileStep::Resolve => self.spent.resolve = lap,
            CompileStep::Emit => self.spent.emit = lap,
            CompileStep::Render => self.spent.render = lap,
        }
    }

    fn judge(&mut self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        self.policy.apply(found)
    }
}
