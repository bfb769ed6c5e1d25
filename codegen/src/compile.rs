//! The four steps, one after the other: whoever compiles a document, does it here.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Severity, Sink};
use crate::library::Library;
use crate::model::Model;
use crate::options::Options;
use crate::package::Package;
use crate::package::name::package_name;
use crate::source::Source;
use crate::{emit, render, resolve};

/// The documents of a run, and what their packages are called.
#[derive(Debug, Clone)]
pub struct Project {
    library: Library,
    packages: Vec<String>,
    options: Options,
}

/// How far a document is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// To what it means, and all that is wrong with it.
    Model,
    /// To its crate.
    Package,
}

/// One of the four steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompileStep {
    /// Text into a document.
    Read,
    /// The document into a model.
    Resolve,
    /// The model into code.
    Emit,
    /// The code into files.
    Render,
}

/// Who looks on while a document is compiled. `()` is nobody.
pub trait Observer {
    /// A step is done.
    fn done(&mut self, _step: CompileStep) {}

    /// What counts of what was found: an observer may leave diagnostics out, or make them errors.
    fn judge(&mut self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        found
    }
}

impl Observer for () {}

/// What became of one document.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// Everything there is to say about the document, errors first, then by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What it means; none if a diagnostic is an error, or if it is only there to be imported.
    pub model: Option<Model>,
    /// The crate; none without a model, or if none is wanted.
    pub package: Option<Package>,
}

impl Project {
    /// Settles the package names of `sources`.
    pub fn new(sources: Vec<Source>, options: Options) -> Self {
        let packages = sources.iter().map(|source| package_name(&source.path)).collect();
        Self { library: Library::new(sources), packages, options }
    }

    /// The crate of a document, and all there is to say of it.
    pub fn compile(&self, index: usize) -> Compiled {
        self.compile_to(Goal::Package, index, &mut ())
    }

    /// A document on its way to `goal`, past an observer.
    pub fn compile_to(&self, goal: Goal, index: usize, observer: &mut impl Observer) -> Compiled {
        let mut sink = Sink::default();
        self.check_name(index, &mut sink);
        let document = self.library.read(index, &mut sink);
        observer.done(CompileStep::Read);
        let package = self.package_name(index);
        let model = document.and_then(|it| resolve::model(&self.library, index, package, it, &mut sink));
        let diagnostics = observer.judge(sink.into_diagnostics(self.sources()));
        let is_sound = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
        let model = model.filter(|_| is_sound);
        observer.done(CompileStep::Resolve);
        let wanted = model.as_ref().filter(|_| goal == Goal::Package);
        let code = wanted.map(|model| emit::code(model, &self.options));
        observer.done(CompileStep::Emit);
        let package = code.map(|code| render::package(&code));
        observer.done(CompileStep::Render);
        Compiled { diagnostics, model, package }
    }

    /// The sources.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Indices of all sources, data files included.
    pub fn documents(&self) -> Range<usize> {
        self.library.documents()
    }

    /// All sources: what the places of diagnostics refer to.
    pub fn sources(&self) -> &[Source] {
        self.library.sources()
    }

    /// The source with this index.
    pub fn source(&self, index: usize) -> &Source {
        self.library.source(index)
    }

    /// Whether a bind of another document names the source as its file: it is data then, not a document.
    pub fn is_data(&self, index: usize) -> bool {
        self.library.is_data(index)
    }

    /// The name of the package that the source becomes.
    pub fn package_name(&self, index: usize) -> &str {
        &self.packages[index]
    }

    /// What the run knows beside the documents.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Reports a package name that another document or the workspace has.
    fn check_name(&self, index: usize, sink: &mut Sink) {
        let name = self.package_name(index);
        let start = self.source(index).place(0..0);
        if self.options.reserved.iter().any(|reserved| reserved == name) {
            sink.report(
                Code::PACKAGE_NAME,
                &start,
                format!("the package would be called `{name}`, as a member or dependency of the workspace is"),
            )
            .help("rename the file: a package is named after its path below the specs folder");
            return;
        }
        let twin =
            self.documents().find(|other| *other != index && !self.is_data(*other) && self.packages[*other] == name);
        if let Some(twin) = twin {
            let message = format!("the package would be called `{name}`, as that of {} is", self.source(twin).shown);
            sink.report(Code::PACKAGE_NAME, &start, message)
                .help("rename one of the files: a package is named after its path below the specs folder");
        }
    }
}
