//! The registry of diagnostic codes: one table, stable names, fixed severities.

use super::Severity;

/// What kind of problem a diagnostic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// Kebab-case; a contract with scripts, never renamed.
    pub name: &'static str,
    /// Whether it rejects the document, as a rule: see [`Code::fatal`].
    pub severity: Severity,
}

impl Code {
    /// The same kind of problem where it leaves nothing to compile.
    #[must_use]
    pub const fn fatal(self) -> Self {
        Self { severity: Severity::Error, ..self }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $constant:ident = $severity:ident $name:literal;)*) => {
        impl Code {
            $($(#[$doc])* pub const $constant: Code = Code { name: $name, severity: Severity::$severity };)*

            /// Every code there is.
            pub const ALL: &'static [Code] = &[$(Code::$constant),*];
        }
    };
}

codes! {
    /// The text is no YAML that Capwright reads: syntax, limits, duplicate keys, several documents.
    YAML_SYNTAX = Error "yaml-syntax";
    /// Anchors, aliases and tags are refused.
    YAML_ALIAS = Error "yaml-alias";
    /// The document ends in the middle of a word, or right after a name.
    TRUNCATED_INPUT = Error "truncated-input";
    /// YAML, but of something else.
    NOT_A_CAPABILITY = Error "not-a-capability";
    /// A key that must be there is not, or has no value.
    MISSING_KEY = Error "missing-key";
    /// Text where a list is wanted, a word where a number is wanted, and so on.
    WRONG_TYPE = Error "wrong-type";
    /// A word outside the fixed list of its key.
    UNKNOWN_VALUE = Error "unknown-value";
    /// A reference to a namespace that nothing consumes, or to a server that is not there.
    UNKNOWN_NAMESPACE = Error "unknown-namespace";
    /// A reference to an operation that its namespace or server does not have.
    UNKNOWN_OPERATION = Error "unknown-operation";
    /// A reference to a step that its unit does not have, or that has not run yet.
    UNKNOWN_STEP = Error "unknown-step";
    /// A text without braces that refers to something, and not as references do; or one in braces that begins with no namespace.
    UNRESOLVED_REFERENCE = Error "unresolved-reference";
    /// A `ref` to a flow that no aggregate has.
    UNKNOWN_FLOW = Error "unknown-flow";
    /// A flow that refers to a flow.
    NESTED_REF = Error "nested-ref";
    /// Two things of one kind share a name.
    DUPLICATE_NAME = Error "duplicate-name";
    /// Two MCP tools of one server share a name.
    DUPLICATE_TOOL = Error "duplicate-tool";
    /// A tool or operation that says neither what it calls nor what it answers.
    NO_IMPLEMENTATION = Error "no-implementation";
    /// An import of what is not there, or may not be read.
    MISSING_IMPORT = Error "missing-import";
    /// Two servers want the same port.
    PORT_CONFLICT = Error "port-conflict";
    /// A base URI that is not http or https.
    UNSUPPORTED_SCHEME = Error "unsupported-scheme";
    /// A way to authenticate that Capwright cannot perform; requests are never sent without it.
    UNSUPPORTED_AUTHENTICATION = Error "unsupported-authentication";
    /// A TAXII example that contradicts its description.
    INVALID_EXAMPLE = Error "invalid-example";
    /// A path that gives no package name, or one that is taken.
    PACKAGE_NAME = Error "package-name";
    /// A path into JSON that is none of RFC 9535.
    INVALID_PATH = Error "invalid-path";
    /// A part of the language that is refused for good; the help says what to write instead.
    UNSUPPORTED = Error "unsupported";
    /// A language feature that is not built yet.
    NOT_YET = Error "not-yet";

    /// A secret stands in the document; it is neither generated nor printed.
    LITERAL_SECRET = Warning "literal-secret";
    /// A key with nothing behind it; an error where it says who may call.
    NO_VALUE = Warning "no-value";
    /// A key that means nothing here.
    UNKNOWN_KEY = Warning "unknown-key";
    /// A version of the language that Capwright does not know.
    UNKNOWN_VERSION = Warning "unknown-version";
    /// A template variable with no bind; it becomes a start-up setting.
    UNBOUND_VARIABLE = Warning "unbound-variable";
    /// A credential that is bound, and has the name of an input: no caller replaces it.
    BOUND_CREDENTIAL = Warning "bound-credential";
    /// A `with` key that its operation does not declare.
    UNKNOWN_WITH_KEY = Warning "unknown-with-key";
    /// An input that a unit declares, or a variable of its path, that nothing uses.
    UNUSED_INPUT = Warning "unused-input";
    /// A word of a fixed list in another case.
    WORD_SPELLING = Warning "word-spelling";
    /// Authentication in a spelling of its own.
    AUTHENTICATION_SPELLING = Warning "authentication-spelling";
    /// Two REST operations answer the same method and path.
    DUPLICATE_ROUTE = Warning "duplicate-route";
    /// A call that fits several operations; an error where nothing tells which of them is meant.
    AMBIGUOUS_OPERATION = Warning "ambiguous-operation";
    /// A path or base URI that is read otherwise than it is written.
    URL_SPELLING = Warning "url-spelling";
    /// A call that only fits when punctuation and case are ignored.
    INEXACT_CALL = Warning "inexact-call";
    /// A tool of a skill that comes from nowhere.
    SOURCELESS_TOOL = Warning "sourceless-tool";
    /// A declared output that nothing gives a value to.
    UNFILLED_OUTPUT = Warning "unfilled-output";
    /// A part of the answer of a step that declares what it answers, and not this.
    UNKNOWN_FIELD = Warning "unknown-field";
    /// A declared path parameter that the path has no place for.
    UNPLACED_PATH_PARAMETER = Warning "unplaced-path-parameter";
    /// A bound environment variable whose name no shell can set.
    UNSETTABLE_VARIABLE = Warning "unsettable-variable";
    /// A secret stands where no credential belongs; it is neither generated nor printed.
    EXPOSED_SECRET = Warning "exposed-secret";
    /// A secret travels without encryption.
    UNENCRYPTED_SECRET = Warning "unencrypted-secret";
    /// A fixed text that is the name of an input.
    SENT_AS_TEXT = Warning "sent-as-text";
    /// A declared input of a body that the written body does not use.
    UNPLACED_BODY_PARAMETER = Warning "unplaced-body-parameter";
    /// Several upstreams share a namespace.
    DUPLICATE_NAMESPACE = Warning "duplicate-namespace";
    /// A name of a tool that clients refuse.
    TOOL_NAME = Warning "tool-name";
    /// More tools in one server than clients take.
    MANY_TOOLS = Warning "many-tools";
    /// A `with` of a tool that names an input which the tool does not declare beside those that it does.
    UNDECLARED_INPUT = Warning "undeclared-input";
    /// An input of a unit that feeds what is of another type.
    TYPE_DIFFERS = Warning "type-differs";
    /// A variable of a path that is marked optional.
    OPTIONAL_PATH_PARAMETER = Warning "optional-path-parameter";
    /// A path into JSON that is read otherwise than it seems to be meant.
    PATH_SPELLING = Warning "path-spelling";
    /// A name with `$` before it, and no braces: it is sent as it stands.
    UNBRACED_VARIABLE = Warning "unbraced-variable";
    /// An input that a GET would send in its body.
    BODY_OF_GET = Warning "body-of-get";
    /// A written body that does not say what it holds.
    BODY_WITHOUT_DATA = Warning "body-without-data";
    /// A word or number of free data that YAML 1.1 reads as another value than YAML 1.2.
    YAML_READING = Warning "yaml-reading";
    /// A section without entries, or a resource without operations: nothing comes of it.
    EMPTY_SECTION = Warning "empty-section";
    /// A skill, or a tool of one, that does not say what it is for.
    UNDESCRIBED_SKILL = Warning "undescribed-skill";
    /// An import that does not say which entry it takes.
    UNNAMED_IMPORT = Warning "unnamed-import";

    /// A reference and its variable differ in spelling only.
    VARIABLE_SPELLING = Note "variable-spelling";
    /// Inputs were taken from the consumed operation.
    DERIVED_INPUTS = Note "derived-inputs";
    /// Hints of a tool were made of the methods that it calls.
    DERIVED_HINTS = Note "derived-hints";
    /// The reference engine would have done something else.
    ENGINE_DIFFERS = Note "engine-differs";
    /// An operation that usually has a body declares none.
    UNDECLARED_BODY = Note "undeclared-body";
    /// A written body that is an empty mapping.
    EMPTY_BODY = Note "empty-body";
    /// A body type in a spelling of its own.
    BODY_SPELLING = Note "body-spelling";
    /// A route and the operation that it calls have different methods.
    METHOD_DIFFERS = Note "method-differs";
    /// Units of one name that do different things: the method of one of them has another name.
    SHARED_NAME = Note "shared-name";
    /// A tool that says of itself what its operation contradicts.
    CONTRADICTING_HINTS = Note "contradicting-hints";
    /// A tool that does not say what it does.
    MISSING_DESCRIPTION = Note "missing-description";
    /// A path variable that no parameter declares.
    UNDECLARED_PATH_VARIABLE = Note "undeclared-path-variable";
    /// A variable of a body or of a fixed value that no parameter declares.
    UNDECLARED_VARIABLE = Note "undeclared-variable";
    /// An input that the client fills itself.
    OWNED_INPUT = Note "owned-input";
    /// Upstreams but no servers: the crate is a client.
    CLIENT_ONLY = Note "client-only";
    /// Sections for other documents, and nothing else: there is no crate.
    IMPORT_ONLY = Note "import-only";
    /// A key of the language that means nothing to a compiled crate.
    NO_EFFECT = Note "no-effect";
    /// A key in a spelling that the language does not have.
    KEY_SPELLING = Note "key-spelling";
    /// An upstream on the machine that the crate runs on.
    LOCAL_HOST = Note "local-host";
    /// A base URI whose host stands for another.
    PLACEHOLDER_HOST = Note "placeholder-host";
    /// An upstream that is called without encryption.
    PLAIN_HTTP = Note "plain-http";
    /// A bound variable that nothing uses.
    UNUSED_BIND = Note "unused-bind";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        for (at, code) in Code::ALL.iter().enumerate() {
            assert!(code.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", code.name);
            assert!(Code::ALL[..at].iter().all(|other| other.name != code.name), "{} is there twice", code.name);
        }
    }
}
