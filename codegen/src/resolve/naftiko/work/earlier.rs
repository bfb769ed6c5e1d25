//! Names of steps, and what a later part of the document reads of their answers.

mod meant;

use std::cell::Cell;
use std::collections::VecDeque;

use crate::diagnostic::phrases::list;
use crate::diagnostic::{Code, nearest};
use crate::json::Value;
use crate::model::{Pick, Selection, ValueSource};
use crate::names::Index;
use crate::read::naftiko::{Entry, Named, Spanned, Step};
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::fields;
use crate::resolve::text::dotted::rooted;
use crate::resolve::text::jsonpath;
use crate::source::Place;

/// How many steps a text is compared with that may misspell one, as every text may: units of so many are made by programs,
/// which don't misspell.
const MOST_COMPARED: usize = 20;
/// The longest name with dots that a path may begin with, in bytes: each of its dots is tried.
const LONGEST: usize = 1000;

/// The steps of a unit, in document order: those that have run, and the names of those still to come.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    run: Vec<StepRun>,
    coming: VecDeque<StepName>,
    /// Where which of all these stands.
    index: Index,
}

/// A step as later parts of the document call it.
#[derive(Debug)]
struct StepName {
    name: String,
    place: Place,
    is_lookup: bool,
    /// What it calls, as it is written; empty for other steps.
    call: String,
}

/// A step that has run.
#[derive(Debug)]
pub(crate) struct StepRun {
    step: StepName,
    /// The variable that holds its answer.
    pub(crate) ident: String,
    /// Names that its answer is known to have.
    pub(crate) fields: Vec<String>,
    /// Whether anything reads it.
    is_read: Cell<bool>,
}

/// A step that is mentioned.
#[derive(Debug, Clone, Copy)]
enum Mentioned<'a> {
    Run(&'a StepRun),
    /// One to come: after how many others.
    Coming(&'a StepName, usize),
}

/// What stands for a part of an answer.
#[derive(Debug)]
pub(crate) enum Picked {
    /// The part.
    Part(Pick),
    /// Nothing, as the step has not run: that was reported, and there is no crate.
    TooEarly,
}

impl Picked {
    /// As the source of a value.
    pub(crate) fn into_source(self) -> ValueSource {
        match self {
            Self::Part(pick) => ValueSource::Step(pick),
            Self::TooEarly => ValueSource::Constant(Value::Null),
        }
    }
}

impl<'a> Mentioned<'a> {
    fn step(self) -> &'a StepName {
        match self {
            Self::Run(run) => &run.step,
            Self::Coming(step, _) => step,
        }
    }

    fn fields(self) -> &'a [String] {
        match self {
            Self::Run(run) => &run.fields,
            Self::Coming(..) => &[],
        }
    }
}

impl Earlier {
    /// None has run yet.
    pub(crate) fn of(steps: &Named<Step>) -> Self {
        let named = |step: &Entry<Spanned<String>, Step>| StepName {
            name: step.name.value.trim().to_owned(),
            place: step.name.place.clone(),
            is_lookup: matches!(**step, Step::Lookup(_)),
            call: if let Step::Call(call) = &**step { call.call.value.trim().to_owned() } else { String::new() },
        };
        let coming: VecDeque<StepName> = steps.iter().map(named).collect();
        let index = Index::of(coming.iter().map(|step| step.name.as_str()));
        Self { run: Vec::new(), coming, index }
    }

    /// Whether the unit has no steps.
    pub(crate) fn is_empty(&self) -> bool {
        self.run.is_empty() && self.coming.is_empty()
    }

    /// The next step has run: its answer is in `ident`, and has these fields at least.
    pub(crate) fn push(&mut self, ident: String, fields: Vec<String>) {
        let next = self.coming.pop_front();
        self.run.extend(next.map(|step| StepRun { step, ident, fields, is_read: Cell::new(false) }));
    }

    /// What stands for the part of an earlier answer that `step.a.b` (or `$.step.a.b`) names; none if no step has that name.
    pub(crate) fn pick(&self, context: &mut Context<'_>, dotted: &str, place: &Place) -> Option<Picked> {
        let text = dotted.trim();
        let rooted = rooted(text);
        let path = rooted.as_deref().unwrap_or(text);
        let (mentioned, rest) = self.split(path, rooted.is_some())?;
        let run = match mentioned {
            Mentioned::Run(run) => run,
            // Unless it says that it means a step, it may name an input that is called like a step to come.
            Mentioned::Coming(..) if rooted.is_none() && rest.is_empty() => return None,
            Mentioned::Coming(step, after) => {
                refuse_coming(context, step, after, place);
                return Some(Picked::TooEarly);
            }
        };
        run.is_read.set(true);
        note_spelling(context, &run.step, path, place);
        if run.step.is_lookup && rooted.is_none() {
            let message =
                format!("the reference engine puts nothing for `{text}`, as lookups are not in its templates");
            let report = context.sink.report(Code::ENGINE_DIFFERS, place, message);
            report.help("nothing to do here; for the engine, read it in `mappings`");
        }
        fields::check(context, &run.step.name, &run.fields, rest, place);
        Some(Picked::Part(Pick { step: run.ident.clone(), selection: selection(context, text, rest, place) }))
    }

    /// What stands for the part of an earlier answer that a value of `with` refers to by `$.step.a.b`; none if it is a text
    /// that only looks so.
    pub(crate) fn refer(&self, context: &mut Context<'_>, text: &str, place: &Place) -> Option<Picked> {
        let picked = self.pick(context, text, place);
        if picked.is_some() {
            let message =
                format!("the reference engine sends the text `{text}`; Capwright passes what the step answered");
            let name = rooted(text).unwrap_or_else(|| text.into());
            let help = if name.contains('[') {
                "nothing to do here; the engine has no words for it".to_owned()
            } else {
                format!("nothing to do here; for the engine, write `{{{{{name}}}}}`")
            };
            context.sink.report(Code::ENGINE_DIFFERS, place, message).help(help);
        } else if self.is_near(text) {
            self.report_unknown(context, text, place);
        }
        picked
    }

    /// Whether `$.step.a.b` names a part of an answer.
    pub(crate) fn is_part(&self, text: &str) -> bool {
        rooted(text).is_some_and(|path| self.split(&path, true).is_some())
    }

    /// Reports that a path, such as the value of a mapping, begins with no step.
    pub(crate) fn report_unknown(&self, context: &mut Context<'_>, dotted: &str, place: &Place) {
        let text = dotted.trim();
        let text = rooted(text).unwrap_or_else(|| text.into());
        let name = text.split(['.', '[']).next().unwrap_or_default();
        self.unknown(context, name, place);
    }

    /// The step of that name, which must have run; anything else is reported.
    pub(crate) fn find(&self, context: &mut Context<'_>, name: &str, place: &Place) -> Option<&StepRun> {
        let text = name.trim();
        let text = &*rooted(text).unwrap_or_else(|| text.into());
        match self.index.position(text).and_then(|at| self.at(at)) {
            Some(Mentioned::Run(run)) => {
                run.is_read.set(true);
                note_spelling(context, &run.step, text, place);
                return Some(run);
            }
            Some(Mentioned::Coming(step, after)) => refuse_coming(context, step, after, place),
            None => self.unknown(context, text, place),
        }
        None
    }

    /// All steps, in document order.
    fn all(&self) -> impl Iterator<Item = Mentioned<'_>> + Clone {
        let coming = self.coming.iter().enumerate().map(|(after, step)| Mentioned::Coming(step, after));
        self.run.iter().map(Mentioned::Run).chain(coming)
    }

    fn at(&self, at: usize) -> Option<Mentioned<'_>> {
        let coming = || Some(Mentioned::Coming(self.coming.get(at.checked_sub(self.run.len())?)?, at - self.run.len()));
        self.run.get(at).map(Mentioned::Run).or_else(coming)
    }

    fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.all().map(|mentioned| mentioned.step().name.as_str())
    }

    /// The step that a path begins with, and the rest. Names may hold dots: the longest counts. One that is only spelled in
    /// another way counts where a step is meant for certain.
    fn split<'t>(&self, path: &'t str, is_step: bool) -> Option<(Mentioned<'_>, &'t str)> {
        let ends = path.match_indices(['.', '[']).map(|(end, _)| end).take_while(|end| *end <= LONGEST);
        let exact = ends.chain([path.len()]).filter_map(|end| {
            let at = self.index.exact(&path[..end]).last()?;
            Some((self.at(*at)?, &path[end..]))
        });
        exact.last().or_else(|| {
            let end = path.find(['.', '[']).unwrap_or(path.len());
            let (head, rest) = path.split_at(end);
            let mentioned = self.at(self.index.position(head)?)?;
            (is_step && !head.is_empty()).then_some((mentioned, rest))
        })
    }

    fn unknown(&self, context: &mut Context<'_>, name: &str, place: &Place) {
        if context.sink.has(Code::DUPLICATE_NAME) || context.sink.has_lost(name) {
            return; // perhaps of this very step
        }
        let spot = context.within(place, name);
        let report = context.sink.report(Code::UNKNOWN_STEP, &spot, format!("no step is called `{name}`"));
        if !report.is_shown() {
            return;
        }
        let known: Vec<&str> = self.run.iter().map(|run| run.step.name.as_str()).collect();
        match nearest(name, known.iter().copied()).and_then(|near| known.iter().position(|name| *name == near)) {
            Some(at) => {
                let near = &self.run[at].step;
                let report = report.help(format!("did you mean `{}`?", near.name)).replace(&spot, near.name.as_str());
                report.related(&near.place, "defined here")
            }
            None if known.is_empty() => report.help("no step stands before this one"),
            None => report.help(format!("there are {}", list(&known))),
        };
    }
}

fn note_spelling(context: &mut Context<'_>, step: &StepName, written: &str, place: &Place) {
    if !written.starts_with(step.name.as_str()) {
        let name = written.split(['.', '[']).next().unwrap_or_default();
        let message = format!("`{name}` is read as step `{}`, ignoring case and punctuation", step.name);
        let spot = context.within(place, name);
        let report = context.sink.report(Code::VARIABLE_SPELLING, place, message);
        report.help(format!("spell it `{}`", step.name)).replace(&spot, step.name.as_str());
    }
}

/// Refuses a step that has not run: the one that mentions it, or one that comes `after` that many others.
fn refuse_coming(context: &mut Context<'_>, step: &StepName, after: usize, place: &Place) {
    let message = match after {
        0 => format!("step `{}` refers to itself", step.name),
        _ => format!("step `{}` comes later: there is no answer of it yet", step.name),
    };
    context
        .sink
        .report(Code::UNKNOWN_STEP, place, message)
        .help("refer to a step that stands before this one, or put that step first")
        .related(&step.place, "defined here");
}

/// What follows the name of a step: a path, seen from its answer.
fn selection(context: &mut Context<'_>, dotted: &str, rest: &str, place: &Place) -> Selection {
    if rest.is_empty() || rest == "." {
        return Selection::whole();
    }
    let before = dotted.strip_suffix(rest).unwrap_or_default();
    // What is wrong with it is reported: what stands for it is never used.
    jsonpath::select_behind(context, before, rest, place).unwrap_or_else(Selection::whole)
}
