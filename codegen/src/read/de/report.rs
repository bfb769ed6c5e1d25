//! The words for what is wrong with a value.

use super::advice::{
    OF_ITEMS, begins_item, certain, clipped, is_word_for, only, quoted, sample, suggest_key, truth, word_of_others,
};
use super::error::{Error, Problem};
use super::value::{Role, Value, address};
use crate::diagnostic::{Code, Report, nearest};
use crate::read::yaml::{Content, Key, Node};
use crate::source::Place;

impl<'de> Value<'_, 'de> {
    /// Where to point.
    pub(super) fn place(self) -> &'de Place {
        match self.role {
            Role::Name(_, owner) if self.node.place.line == 0 => &owner.place,
            _ => &self.node.place,
        }
    }

    /// Reports what a type raised about this value.
    pub(super) fn settle<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        match result {
            Err(Error::Raised(Problem::Missing(key))) => Err(self.report_missing(key, &[])),
            Err(Error::Raised(Problem::Duplicate(key))) => Err(self.report_other(&format!("`{key}` is there twice"))),
            Err(Error::Raised(Problem::Other(message))) => Err(self.report_other(&message)),
            other => other,
        }
    }

    /// A value of another kind than wanted.
    pub(super) fn report_type(self, wanted: &str) -> Error {
        let message = format!("{} must be {wanted}, not {}", self.subject(), self.found());
        self.report(Code::WRONG_TYPE, message, |report| match wanted {
            "a list" | "a list or a mapping" => self.suggest_list(report),
            "a mapping" if matches!(self.role, Role::Item(_)) && self.node.text().is_some() => {
                report.help("write `key: value` lines for each, such as `- name: …`")
            }
            "a mapping" => report.help("write `key: value` lines, indented"),
            "text" if self.node.is_bracketed() => report.help("quote a text that begins with a bracket"),
            "true or false" => match truth(self.node.text().unwrap_or("")) {
                Some(truth) => report.help(format!("write `{truth}`")).replace(self.place(), truth),
                None => report.help("write `true` or `false`"),
            },
            _ => report,
        })
    }

    /// Reports a mapping that is one item of a list without its dash: it says what only items say. Whether it is one.
    pub(super) fn report_dashless(self) -> bool {
        let is_properties = matches!(self.role, Role::Field(key, _) if key.text() == "properties");
        let says = |key: &str| self.node.get(key).is_some_and(|value| value.text().is_some() && !value.is_null());
        let Some(key) = OF_ITEMS.iter().find(|key| says(key)).filter(|key| **key == "name" || !is_properties) else {
            return false;
        };
        let message = format!("{} must be a list, and this item of it has no dash", self.subject());
        let name = self.node.get("name").filter(|_| *key == "name");
        self.reader.lost.borrow_mut().extend(name.and_then(Node::text).map(str::to_owned));
        self.report(Code::WRONG_TYPE, message, |report| {
            report.help("put `- ` before it, and each item on lines of its own").item(self.place())
        });
        true
    }

    fn suggest_list<'r>(self, report: Report<'r>) -> Report<'r> {
        let report = report.help("start each item on a line of its own, with `- `");
        match &self.node.content {
            Content::Scalar(_) => {
                let Place { file, line, column, span } = self.place().clone();
                let end = Place { file, line, column: column + span.len(), span: span.end..span.end };
                let start = Place { file, line, column, span: span.start..span.start };
                report.replace(&start, "[").replace(&end, "]")
            }
            Content::Mapping(_) => report.item(self.place()),
            _ => report,
        }
    }

    /// A key without a value, or a thing without a name.
    pub(super) fn report_empty(self) -> Error {
        if let Role::Name(list, owner) = self.role
            && owner.get("name").is_none()
        {
            return Value { node: owner, role: Role::Item(list), ..self }.report_missing("name", &[]);
        }
        let message = format!("{} has no value", self.subject());
        self.report(Code::MISSING_KEY, message, |report| {
            report.help("write the value after the `:`, `\"\"` for an empty text")
        })
    }

    /// A word outside a fixed list.
    pub(super) fn report_unknown(self, word: &str, allowed: &[&str]) -> Error {
        let message = format!("{} cannot be `{}`", self.subject(), clipped(word));
        let allowed_words = quoted(allowed.iter().copied());
        self.report(Code::UNKNOWN_VALUE, message, |report| match word_of_others(word, allowed).or(only(allowed)) {
            Some(meant) => {
                report.help(format!("did you mean `{meant}`? it can be {allowed_words}")).write(self.place(), meant)
            }
            None => report.help(format!("it can be {allowed_words}")),
        })
    }

    /// A word of a fixed list in another case.
    pub(super) fn report_case(self, word: &str, meant: &str) {
        let message = format!("{} is read as `{meant}`, not `{}`", self.subject(), clipped(word));
        let mut sink = self.reader.sink.borrow_mut();
        let report = sink.report(Code::WORD_SPELLING, self.place(), message);
        report.help(format!("write `{meant}`: case counts in the language")).write(self.place(), meant);
    }

    /// A key that must be in this mapping and is not, with the near miss that stands there instead.
    pub(super) fn report_missing(self, missing: &str, fields: &[&str]) -> Error {
        if self.node.entries().iter().any(|(_, node)| self.reader.is_bad(node)) {
            return Error::Lost; // reported, and perhaps this very key under another name
        }
        if let Some(key) = self.meant_as(missing, fields) {
            let near = nearest(key.text(), fields.iter().copied());
            let wanted = near.filter(|near| near.to_lowercase().contains(&missing.to_lowercase()));
            return self.report_misspelt(key, missing, wanted.unwrap_or(missing));
        }
        if missing == "namespace" {
            self.reader.lost.borrow_mut().push(String::new()); // whatever it is called, calls lead there
        }
        let message = format!("`{missing}` is missing{}", self.whereabouts());
        self.report(Code::MISSING_KEY, message, |report| match certain(missing, self.node) {
            Some(value) => {
                let entry = format!("{missing}: {value}");
                report.help(format!("add `{entry}`")).entry(&self.node.place, entry)
            }
            None => report.help(format!("add `{missing}: {}`", sample(missing))),
        })
    }

    /// The key that stands for a missing one: a near miss, or a word for it elsewhere.
    fn meant_as(self, missing: &str, fields: &[&str]) -> Option<&'de Key<'de>> {
        let strangers = self.entries().map(|(key, _)| key).filter(|key| !fields.contains(&key.text()));
        let strangers: Vec<_> = strangers.collect();
        let near = nearest(missing, strangers.iter().map(|key| key.text()));
        let is_near = |key: &&&Key<'_>| Some(key.text()) == near || is_word_for(key.text(), missing, fields);
        strangers.iter().find(is_near).copied()
    }

    /// A key that stands for a missing one, and should be `wanted`, which is that key or another name of it.
    fn report_misspelt(self, key: &'de Key<'de>, missing: &str, wanted: &str) -> Error {
        let named = ["namespace", "name", "id", "target"].contains(&missing);
        let name = named.then(|| self.node.get(key.text())?.text()).flatten();
        self.reader.lost.borrow_mut().extend(name.map(str::to_owned));
        let mut sink = self.reader.sink.borrow_mut();
        sink.retract(Code::UNKNOWN_KEY, key.place());
        let message = format!("`{missing}` is missing{}", self.whereabouts());
        sink.report(Code::MISSING_KEY, key.place(), message)
            .help(format!("write `{wanted}` for `{}`", clipped(key.text())))
            .replace(key.place(), wanted);
        Error::Lost
    }

    /// A key that the struct around this value does not have.
    pub(super) fn report_unknown_key(self) {
        let Role::Field(key, owner) = self.role else { return };
        if key.text().starts_with("x-") {
            return;
        }
        let mut sink = self.reader.sink.borrow_mut();
        let report = sink.report(Code::UNKNOWN_KEY, key.place(), format!("unknown key `{}`", clipped(key.text())));
        if report.is_shown() {
            let free: Vec<_> = self.known.iter().copied().filter(|known| owner.get(known).is_none()).collect();
            suggest_key(report, key, &free);
        }
    }

    /// A key that stands for the name of this item.
    pub(super) fn report_name(self, key: &str) {
        let Ok(key) = self.key_of(key) else { return };
        let message = format!("`{}` is read as `name`", key.text());
        let mut sink = self.reader.sink.borrow_mut();
        sink.report(Code::KEY_SPELLING, key.place(), message).help("write `name`").replace(key.place(), "name");
    }

    /// `auth` where the language has `authentication`.
    pub(super) fn report_short(self) {
        let Role::Field(key, _) = self.role else { return };
        if key.text() != "auth" || self.node.is_null() || !self.known.contains(&"authentication") {
            return;
        }
        let message = "authentication in a spelling that other tools may not understand";
        let mut sink = self.reader.sink.borrow_mut();
        let report = sink.report(Code::AUTHENTICATION_SPELLING, key.place(), message);
        report.help("write `authentication` for `auth`").replace(key.place(), "authentication");
    }

    /// A key that has no effect, and why.
    pub(super) fn report_idle(self, why: &str) {
        if let Role::Field(key, _) = self.role {
            self.reader.sink.borrow_mut().no_effect(key.place(), &format!("`{}`", key.text()), why);
        }
    }

    /// A key that was given before under another name.
    pub(super) fn report_duplicate(self, second: &Key<'_>, key: &str) {
        let mut sink = self.reader.sink.borrow_mut();
        sink.report(
            Code::UNKNOWN_KEY,
            second.place(),
            format!("`{}` is not read: `{key}` was given by another name", second.text()),
        )
        .help("remove one of them")
        .remove(second.place());
    }

    fn report_other(self, message: &str) -> Error {
        self.report(Code::WRONG_TYPE, format!("{}: {message}", self.subject()), |report| report)
    }

    fn report(self, code: Code, message: String, complete: impl FnOnce(Report<'_>) -> Report<'_>) -> Error {
        let mut sink = self.reader.sink.borrow_mut();
        if self.looks_cut_off(code) {
            let report =
                sink.report(Code::TRUNCATED_INPUT, self.place(), format!("{message}, and the document ends here"));
            report.help("if the file was cut off, fetch all of it; otherwise complete this");
            return Error::Lost;
        }
        complete(sink.report(code, self.place(), message));
        Error::Lost
    }

    /// Whether the text ends in the middle of a word or right after a name.
    fn looks_cut_off(self, code: Code) -> bool {
        let is_begun = match &self.node.content {
            Content::Scalar(scalar) => {
                let is_begun_key = || matches!(self.role, Role::Item(_)) && begins_item(&scalar.text);
                scalar.plain && (code == Code::MISSING_KEY || is_begun_key())
            }
            Content::Mapping(entries) => matches!(entries.as_slice(), [(key, _)] if key.text() == "name"),
            Content::Sequence(_) => false,
        };
        is_begun && self.reader.last.contains(&address(self.node))
    }

    /// Keeps the name of something that is left out.
    pub(super) fn remember_lost(self) {
        let inner = ["name", "id", "namespace"].into_iter().filter_map(|key| self.node.get(key)?.text());
        let operations = self.node.get("operations").into_iter().flat_map(names_in);
        let resources = self.node.get("resources").into_iter().flat_map(|all| all.items().iter().chain(values(all)));
        let operations = operations.chain(resources.filter_map(|it| it.get("operations")).flat_map(names_in));
        let outer = match self.role {
            Role::Field(key, _) => Some(key.text()),
            _ => None,
        };
        self.reader.lost.borrow_mut().extend(inner.chain(outer).chain(operations).map(str::to_owned));
    }

    pub(super) fn subject(self) -> String {
        match self.role {
            Role::Root => "the document".to_owned(),
            Role::Field(key, _) => format!("`{}`", clipped(key.text())),
            Role::Item("") => "each item of this list".to_owned(),
            Role::Item(list) => format!("each item of `{list}`"),
            Role::Name(..) => "`name`".to_owned(),
        }
    }

    fn whereabouts(self) -> String {
        match self.role {
            Role::Root => " in the document".to_owned(),
            Role::Field(key, _) => format!(" in `{}`", clipped(key.text())),
            Role::Item("") | Role::Name(..) => " here".to_owned(),
            Role::Item(list) => format!(" in this item of `{list}`"),
        }
    }

    fn found(self) -> String {
        match &self.node.content {
            _ if self.node.is_null() => "empty".to_owned(),
            Content::Scalar(_) if self.reader.sink.borrow().hides(&self.node.place) => "a text".to_owned(),
            Content::Scalar(scalar) => format!("`{}`", clipped(&scalar.text)),
            Content::Sequence(_) => "a list".to_owned(),
            Content::Mapping(_) => "a mapping".to_owned(),
        }
    }
}

/// The names of a collection: of the items of a list, or the keys of a mapping.
fn names_in<'n>(all: &'n Node<'_>) -> impl Iterator<Item = &'n str> {
    let items = all.items().iter().filter_map(|item| item.get("name")?.text());
    items.chain(all.entries().iter().map(|(key, _)| key.text()))
}

fn values<'n, 's>(all: &'n Node<'s>) -> impl Iterator<Item = &'n Node<'s>> {
    all.entries().iter().map(|(_, value)| value)
}
