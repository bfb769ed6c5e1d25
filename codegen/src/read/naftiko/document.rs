//! The whole document.

use serde::Deserialize;

use super::authentication::Authentication;
use super::import::{Aggregates, Aggregation, Binding, LooseImport};
use super::reasons::Undocumented;
use super::{Consume, Expose, Idle, Info, List, Spanned};
use super::{standalone, vanishing};
use crate::diagnostic::{Code, Sink, nearest};
use crate::read::de::{self, Outcome};
use crate::read::secrets;
use crate::read::yaml::Node;

/// The version before [`VERSIONS`], whose documents have the same shapes.
const FIRST: &str = "1.0.0-alpha1";

/// The versions of the language that Capwright reads.
const VERSIONS: [&str; 8] = [
    "1.0.0-alpha2",
    "1.0.0-alpha3",
    "1.0.0-alpha4",
    "1.0.0-beta1",
    "1.0.0-beta2",
    "1.0.0-beta3",
    "1.0.0-beta4",
    "1.0.0-beta5",
];

/// A capability document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The version of the language, as written.
    pub version: Spanned<String>,
    /// What it is.
    pub info: Info,
    /// Variables with values from outside, wherever the document declares them.
    pub binds: Vec<Binding>,
    /// Files that other sections need.
    pub imports: Vec<LooseImport>,
    /// What it consumes and exposes. A document that is only a `consumes` section, say, is a capability of just that.
    pub capability: Capability,
    /// Whether it holds sections only for other documents to import: no `capability`, and nothing that a client could call.
    pub is_part: bool,
    /// Names of definitions that could not be read. Their problems are reported; that nobody finds them is no news.
    pub lost: Vec<String>,
}

/// What the document consumes and exposes.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Capability {
    /// The upstreams.
    #[serde(default)]
    pub consumes: List<Consume>,
    /// The servers.
    #[serde(default)]
    pub exposes: List<Expose>,
    /// Reusable flows.
    #[serde(default)]
    pub aggregates: Aggregates,
    #[serde(default)]
    pub(super) binds: List<Binding>,
    #[serde(default, alias = "import")]
    pub(super) imports: List<LooseImport>,
}

impl Capability {
    /// One of these sections.
    pub(crate) fn of(consumes: List<Consume>, exposes: List<Expose>, aggregates: Aggregates) -> Self {
        Self { consumes, exposes, aggregates, binds: List::default(), imports: List::default() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    #[serde(rename = "naftiko", alias = "ikanos")]
    version: Spanned<String>,
    #[serde(default)]
    info: Info,
    #[serde(default)]
    binds: List<Binding>,
    #[serde(default, alias = "import")]
    imports: List<LooseImport>,
    capability: Option<Spanned<Capability>>,
    consumes: Option<Spanned<List<Consume>>>,
    exposes: Option<Spanned<List<Expose>>>,
    aggregates: Option<Spanned<Aggregates>>,
    #[serde(default)]
    _description: Idle<Undocumented>,
}

/// Reads a document whose root key says that it is one. All problems go into the sink; none if nothing can be made of it.
pub fn document(root: &Node<'_>, sink: &mut Sink) -> Option<Document> {
    secrets::hide(root, sink);
    if misspells_capability(root, sink) {
        return None;
    }
    let Outcome { value, lost } = de::read::<Written>(root, sink);
    let written = value?;
    check_version(&written.version, sink);
    standalone::check(root, sink);
    vanishing::report(root, sink);
    let document = written.into_document(lost, sink)?;
    report_spellings(&document, sink);
    report_ignored(&document.capability, sink);
    Some(document)
}

impl Written {
    fn into_document(self, lost: Vec<String>, sink: &mut Sink) -> Option<Document> {
        let is_part = self.capability.is_none() && self.consumes.is_none() && self.imports.is_empty();
        let alone = self.consumes.is_some() || self.exposes.is_some() || self.aggregates.is_some();
        let mut capability = match self.capability {
            Some(capability) => {
                let places = [
                    self.consumes.map(|section| section.place),
                    self.exposes.map(|section| section.place),
                    self.aggregates.map(|section| section.place),
                ];
                for place in places.iter().flatten() {
                    sink.report(Code::UNKNOWN_KEY, place, "this section is not read: the document has a `capability`")
                        .help("move it below `capability`")
                        .related(&capability.place, "the capability");
                }
                capability.value
            }
            None if alone || !self.binds.is_empty() => Capability {
                consumes: self.consumes.map(|section| section.value).unwrap_or_default(),
                exposes: self.exposes.map(|section| section.value).unwrap_or_default(),
                aggregates: self.aggregates.map(|section| section.value).unwrap_or_default(),
                ..Capability::default()
            },
            None if sink.has_errors() => return None, // it is there, and reported
            None => {
                sink.report(Code::NOT_A_CAPABILITY, &self.version.place, "this document has no `capability`")
                    .help("add a `capability` with `consumes` and `exposes`");
                return None;
            }
        };
        let binds = self.binds.into_iter().chain(std::mem::take(&mut capability.binds)).collect();
        let imports = self.imports.into_iter().chain(std::mem::take(&mut capability.imports)).collect();
        Some(Document { version: self.version, info: self.info, binds, imports, capability, is_part, lost })
    }
}

/// Reports a root key that is nearly `capability`, where there is none: all that the document exposes would be left out.
fn misspells_capability(root: &Node<'_>, sink: &mut Sink) -> bool {
    const CAPABILITY: &str = "capability";
    let is_near = |name: &str| nearest(name, [CAPABILITY]).is_some();
    let near = root.entries().iter().map(|(key, _)| key).find(|key| is_near(key.text()));
    let Some(near) = near.filter(|_| root.get(CAPABILITY).is_none()) else { return false };
    let message = format!("this document has no `capability`, but `{}`", near.text());
    let report = sink.report(Code::NOT_A_CAPABILITY, near.place(), message).help("write `capability:`");
    report.replace(near.place(), CAPABILITY);
    true
}

fn check_version(version: &Spanned<String>, sink: &mut Sink) {
    let written = version.trim();
    if VERSIONS.contains(&written) {
        return;
    }
    let [oldest, .., newest] = VERSIONS;
    if written == FIRST {
        let message = format!("version `{FIRST}` is read as `{oldest}`");
        let report = sink.report(Code::UNKNOWN_VERSION, &version.place, message);
        report.help(format!("write `naftiko: {oldest}`")).replace(&version.place, oldest);
        return;
    }
    // Of several that are as near, the newest.
    let meant = nearest(written, VERSIONS.into_iter().rev()).unwrap_or(newest);
    sink.report(Code::UNKNOWN_VERSION, &version.place, format!("version `{written}` is not known"))
        .help(format!("write `{meant}`: it is read as if it were one of those that are known, {oldest} to {newest}"))
        .replace(&version.place, meant);
}

/// Reports what authentication, outbound or of callers, has no use for, none of which is drawn, as it may be a secret; and
/// namespaces below keys that say others.
fn report_ignored(capability: &Capability, sink: &mut Sink) {
    let outbound = capability.consumes.iter().filter_map(|consume| match consume {
        Consume::Upstream(upstream) => upstream.authentication(),
        Consume::Import(_) => None,
    });
    let of_callers = capability.exposes.iter().filter_map(Expose::authentication);
    for place in outbound.chain(of_callers).flat_map(|authentication| &authentication.ignored) {
        sink.hide(place);
        let message = "authentication of this `type` has no use for this value; it is not sent";
        sink.report(Code::UNKNOWN_KEY, place, message).help("remove its key, or change the `type`");
    }
    let renamed = capability.aggregates.iter().filter_map(|aggregation| match aggregation {
        Aggregation::Aggregate(aggregate) => aggregate.unread.as_ref(),
        Aggregation::Import(_) => None,
    });
    for place in renamed {
        let message = "this `namespace` is not read: in a mapping of aggregates the key is the namespace";
        sink.report(Code::UNKNOWN_KEY, place, message).help("remove it").remove_value(place);
    }
}

fn report_spellings(document: &Document, sink: &mut Sink) {
    let of_callers = document.capability.exposes.iter().filter_map(Expose::authentication);
    of_callers.for_each(|authentication| report_case(authentication, sink));
    if let Some(place) = &document.info.respelled {
        let report = sink.report(Code::KEY_SPELLING, place, "`name` of `info` is read as `label`");
        report.help("write `label`").key(place, "label");
    }
    for consume in &document.capability.consumes {
        let Consume::Upstream(upstream) = consume else { continue };
        let Some(authentication) = upstream.authentication() else { continue };
        if authentication.respelled.is_none() {
            report_case(authentication, sink);
        }
        let key = upstream.authentication.is_none().then(|| "write `authentication` for `auth`".to_owned());
        let keys = authentication.respelled.map(|usual| usual.help().to_owned());
        let help: Vec<_> = key.into_iter().chain(keys).collect();
        if !help.is_empty() {
            sink.report(
                Code::AUTHENTICATION_SPELLING,
                &authentication.place,
                "authentication in a spelling that other tools may not understand",
            )
            .help(help.join("; "));
        }
    }
}

fn report_case(authentication: &Authentication, sink: &mut Sink) {
    for Spanned { value, place } in &authentication.cased {
        let message = format!("this `type` is read as `{value}`, whose case is another");
        sink.report(Code::WORD_SPELLING, place, message)
            .help(format!("write `{value}`: case counts in the language"))
            .write(place, value);
    }
}
