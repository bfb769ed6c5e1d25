//! What takes the place of a secret: that depends on who reads the text around it.

use crate::read::yaml::{Content, Node};

/// What takes the place of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stead {
    /// A variable of a setting.
    Variable,
    /// The same in what is exposed, whose paths have variables of callers alone.
    Exposed,
    /// The same in data, whatever its keys are called.
    Data,
    /// The name of a variable, as binds have it.
    Name,
    /// A word: nothing reads variables there.
    Word,
}

/// Keys of data, whose texts are all templates.
const DATA: [&str; 6] = ["body", "const", "data", "default", "value", "with"];

/// Keys of names, of references and of texts for people.
const WORDS: [&str; 20] = [
    "as",
    "call",
    "description",
    "display",
    "import",
    "index",
    "label",
    "location",
    "mapping",
    "match",
    "method",
    "name",
    "namespace",
    "ref",
    "summary",
    "target",
    "targetName",
    "title",
    "type",
    "version",
];

impl Stead {
    /// The same for what stands under a key.
    pub(super) fn below(self, key: &str, value: &Node<'_>) -> Self {
        let is_text = matches!(value.content, Content::Scalar(_));
        match (self, key) {
            (Self::Data | Self::Word, _) => self,
            (_, "info" | "tags") => Self::Word,
            (_, "binds") => Self::Name,
            (_, "exposes") => Self::Exposed,
            (Self::Exposed, "path") if is_text => Self::Word,
            (_, key) if is_text && WORDS.contains(&key) => Self::Word,
            (Self::Variable | Self::Exposed, key) if DATA.contains(&key) => Self::Data,
            _ => self,
        }
    }

    /// How `env` is written there.
    pub(super) fn written(self, env: &str) -> String {
        match self {
            Self::Variable | Self::Exposed | Self::Data => format!("{{{{{env}}}}}"),
            Self::Name | Self::Word => env.to_owned(),
        }
    }

    /// What to do about a secret there.
    pub(super) fn help(self, env: &str) -> String {
        match self {
            Self::Variable | Self::Exposed | Self::Data => format!(
                "revoke what was written; write `{{{{{env}}}}}` in its place, bind it with `binds: [{{namespace: env, keys: {{{env}: {env}}}}}]`, and give {env} at start-up"
            ),
            Self::Name => format!(
                "revoke what was written; write the name of a variable in its place, `{env}`, and give {env} at start-up"
            ),
            Self::Word => {
                "remove it, and revoke it: who reads the document knows it, and nothing stands here for a setting"
                    .to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::diagnostic::Sink;
    use crate::read::yaml;
    use crate::source::Source;

    /// What stands for the one text in a document.
    fn stead(text: &str) -> Stead {
        let source = Source::new("a.yaml", "a.yaml", text);
        let root = yaml::parse(&source, &mut Sink::new()).unwrap();
        let (mut node, mut stead) = (&root, Stead::Variable);
        while let Some((key, value)) = node.entries().first() {
            (stead, node) = (stead.below(key.text(), value), value);
        }
        stead
    }

    #[test]
    fn variables_stand_where_something_reads_them() {
        let check = |text: &str, expected: Stead| assert_eq!(stead(text), expected, "{text}");
        check("consumes: {baseUri: x}", Stead::Variable);
        check("consumes: {path: x}", Stead::Variable);
        check("consumes: {inputParameters: {description: {value: x}}}", Stead::Data);
        check("exposes: {with: {description: x}}", Stead::Data);
        check("consumes: {body: {data: {name: x}}}", Stead::Data);
        check("exposes: {path: x}", Stead::Word);
        check("exposes: {tools: {description: x}}", Stead::Word);
        check("exposes: {outputParameters: {name: {mapping: x}}}", Stead::Word);
        check("info: {contact: {email: x}}", Stead::Word);
        check("binds: {keys: {TOKEN: x}}", Stead::Name);
        check("binds: {description: x}", Stead::Word);
    }
}
