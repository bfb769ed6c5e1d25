//! The order in which steps run.

use std::collections::BTreeMap;

use crate::model::{Call, CallStep, Calls, Lookup, Selection, Stage, Use};
use crate::names::Scope;

/// How many of the steps that may have changed something are told where a later one fails: the last ones.
const MOST_TOLD: usize = 10;

/// A step, before it has a place among the others.
#[derive(Debug)]
pub(crate) enum UnplacedStep {
    /// Calls.
    Call(UnplacedCall),
    /// Looks up.
    Lookup(Lookup),
}

/// A step that calls.
#[derive(Debug)]
pub(crate) struct UnplacedCall {
    /// Its name in the document.
    pub(crate) name: String,
    /// The variable that holds what it answers.
    pub(crate) ident: String,
    /// The call.
    pub(crate) call: Call,
    /// What is read of the answer, by name.
    pub(crate) outputs: Vec<(String, Selection)>,
    /// Whether it may change something: it waits for the calls before it, and those behind it wait for it.
    pub(crate) writes: bool,
}

/// Calls that run at once, and the lookups that their answers allow.
#[derive(Default)]
struct Round {
    calls: Vec<UnplacedCall>,
    lookups: Vec<Lookup>,
}

/// Puts steps, given in document order, into stages: each call as early as the answers that it needs and the calls that write
/// allow, each lookup once its sources are there; the one that is `passed_on` comes alone, after all other calls. `variables` has
/// those of the steps, and takes up those for what calls send.
pub(crate) fn stages(steps: Vec<UnplacedStep>, passed_on: Option<&str>, variables: &mut Scope) -> Vec<Stage> {
    let mut rounds: Vec<Round> = Vec::new();
    let mut placed: BTreeMap<String, usize> = BTreeMap::new();
    let mut barrier = 0;
    for step in steps {
        let ready = step.sources().filter_map(|ident| placed.get(ident)).max().map_or(0, |round| round + 1);
        let ident = step.ident().to_owned();
        let round = match step {
            UnplacedStep::Call(step) => {
                let is_alone = step.writes || passed_on == Some(step.ident.as_str());
                let round = if is_alone { rounds.len() } else { ready.max(barrier) };
                if step.writes {
                    barrier = round + 1;
                }
                round_at(&mut rounds, round).calls.push(step);
                round
            }
            UnplacedStep::Lookup(lookup) => {
                let round = ready.saturating_sub(1);
                round_at(&mut rounds, round).lookups.push(lookup);
                round
            }
        };
        placed.insert(ident, round);
    }
    let mut written = Vec::new();
    rounds.into_iter().flat_map(|round| round.into_stages(variables, &mut written)).collect()
}

fn round_at(rounds: &mut Vec<Round>, round: usize) -> &mut Round {
    if rounds.len() <= round {
        rounds.resize_with(round + 1, Round::default);
    }
    &mut rounds[round]
}

impl Round {
    /// Its stages, with variables for what calls send and for calls that run at once. `written` are the steps before it that may
    /// have changed something, to which those of its own are added.
    fn into_stages(self, variables: &mut Scope, written: &mut Vec<String>) -> Vec<Stage> {
        let own = self.calls.iter().filter(|call| call.writes).map(|call| call.name.clone()).collect::<Vec<_>>();
        let steps: Vec<CallStep> = self.calls.into_iter().map(|call| call.into_step(variables, written)).collect();
        written.extend(own);
        written.drain(..written.len().saturating_sub(MOST_TOLD));
        let calls = match steps.len() {
            0 => None,
            1 => Some(Calls { steps, variable: None }),
            _ => Some(Calls { steps, variable: Some(variables.unique("calls".to_owned())) }),
        };
        calls.map(Stage::Calls).into_iter().chain(self.lookups.into_iter().map(Stage::Lookup)).collect()
    }
}

impl UnplacedCall {
    fn into_step(self, variables: &mut Scope, after: &[String]) -> CallStep {
        let Self { name, ident, call, outputs, writes } = self;
        let input = variables.snake(&format!("{name} input"));
        CallStep { input, name, ident, call, outputs, writes, after: after.to_vec() }
    }
}

impl UnplacedStep {
    /// Names that its answer is known to have.
    pub(crate) fn fields(&self) -> Vec<String> {
        match self {
            Self::Call(step) => step.outputs.iter().map(|(name, _)| name.clone()).collect(),
            Self::Lookup(lookup) => lookup.keep.clone(),
        }
    }

    /// The variable that holds what it answers or finds.
    fn ident(&self) -> &str {
        match self {
            Self::Call(step) => &step.ident,
            Self::Lookup(lookup) => &lookup.ident,
        }
    }

    /// The variables of the steps whose answers it needs.
    fn sources(&self) -> impl Iterator<Item = &str> {
        let uses = match self {
            Self::Call(step) => step.call.uses(),
            Self::Lookup(lookup) => lookup.uses(),
        };
        uses.into_iter().filter_map(Use::step)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::model::{Arguments, Call, Part, Pick, Selection, Target, ValueSource};

    fn pick(step: &str) -> Pick {
        Pick { step: step.to_owned(), selection: Selection::whole() }
    }

    /// `a`, `a(b c)` which needs both, `!a` which writes, `?a(b c)` which looks `c` up in `b`.
    fn step(written: &str) -> UnplacedStep {
        let (head, sources) = written.trim_end_matches(')').split_once('(').unwrap_or((written, ""));
        let sources: Vec<&str> = sources.split_whitespace().collect();
        let ident = head.trim_start_matches(['!', '?']).to_owned();
        if let (true, [index, wanted]) = (head.starts_with('?'), sources.as_slice()) {
            return UnplacedStep::Lookup(Lookup {
                name: ident.clone(),
                ident,
                index: (*index).to_owned(),
                field: "id".to_owned(),
                wanted: ValueSource::Text(vec![Part::Text("#".to_owned()), Part::Step(pick(wanted))]),
                keep: vec!["name".to_owned()],
            });
        }
        let values = sources.iter().enumerate().map(|(at, source)| (at, ValueSource::Step(pick(source)))).collect();
        let call = Call { target: Target { upstream: 0, operation: 0 }, arguments: Arguments::Each(values) };
        let (name, writes) = (ident.clone(), head.starts_with('!'));
        UnplacedStep::Call(UnplacedCall { name, ident, call, outputs: Vec::new(), writes })
    }

    fn check(written: &[&str], expected: &str) {
        check_passed_on(written, None, expected);
    }

    fn check_passed_on(written: &[&str], passed_on: Option<&str>, expected: &str) {
        let shown = stages(written.iter().map(|written| step(written)).collect(), passed_on, &mut Scope::default())
            .into_iter()
            .map(|stage| match stage {
                Stage::Calls(calls) => calls.steps.into_iter().map(|step| step.ident).collect::<Vec<_>>().join("+"),
                Stage::Lookup(lookup) => format!("?{}", lookup.ident),
            });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{written:?}");
    }

    #[test]
    fn steps_run_as_early_as_they_can() {
        check(&["a"], "a");
        check(&["a", "b", "c"], "a+b+c");
        check(&["a", "b(a)", "c"], "a+c b");
        check(&["a", "b(a)", "c(b)"], "a b c");
        check(&["a", "b", "?l(b a)", "c(l)", "d"], "a+b+d ?l c");
        check(&["a", "b", "?l(a a)", "?m(l b)", "c"], "a+b+c ?l ?m");
    }

    #[test]
    fn a_call_whose_answer_is_passed_on_runs_alone() {
        check_passed_on(&["a", "b"], Some("b"), "a b");
        check_passed_on(&["a", "b(a)", "c", "?l(c a)"], Some("c"), "a b c ?l");
        check_passed_on(&["a"], Some("a"), "a");
    }

    #[test]
    fn steps_know_what_was_written_before_them() {
        let names: Vec<String> = (0..12).map(|at| format!("!w{at}")).collect();
        let written: Vec<&str> = ["a"].into_iter().chain(names.iter().map(String::as_str)).chain(["b"]).collect();
        let stages = stages(written.iter().map(|written| step(written)).collect(), None, &mut Scope::default());
        let calls = stages.iter().filter_map(|stage| if let Stage::Calls(calls) = stage { Some(calls) } else { None });
        let after: Vec<_> = calls.flat_map(|calls| &calls.steps).map(|step| step.after.join(" ")).collect();
        assert_eq!((after[0].as_str(), after[1].as_str(), after[2].as_str()), ("", "", "w0"));
        assert_eq!(after.last().unwrap(), "w2 w3 w4 w5 w6 w7 w8 w9 w10 w11");
    }

    #[test]
    fn calls_that_write_keep_their_place() {
        check(&["!a", "!b"], "a b");
        check(&["a", "b", "!c", "d", "e(a)"], "a+b c d+e");
        check(&["a", "!b", "?l(a a)", "c(l)"], "a ?l b c");
    }
}
