//! Servers of a document, as far as they are alike.

use crate::model::Mode;
use crate::read::naftiko::{ControlServer, Entry, Expose, McpServer, RestServer, Skill, SkillServer, Spanned};

/// A server, as far as all kinds are alike.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExposedServer<'d> {
    /// What it is.
    pub(crate) kind: ServerKind<'d>,
    /// Its name; a control server needs none.
    pub(crate) namespace: Option<&'d Spanned<String>>,
    /// What it is called where it is imported from, if that is something else.
    pub(crate) former: Option<&'d str>,
    /// The port that the document names.
    pub(crate) port: Option<&'d Spanned<u16>>,
    /// The most bytes of binary answers.
    pub(crate) max_binary_size: Option<&'d Spanned<String>>,
}

/// A server of each kind.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ServerKind<'d> {
    /// HTTP routes.
    Rest(&'d RestServer),
    /// Tools, resources and prompts.
    Mcp(&'d McpServer),
    /// A catalogue of skills.
    Skill(&'d SkillServer),
    /// The management plane.
    Control(&'d ControlServer),
}

impl<'d> ExposedServer<'d> {
    /// A server; none for an import, which is reported where it could not be resolved.
    pub(crate) fn of(expose: &'d Expose) -> Option<Self> {
        Some(match expose {
            Expose::Rest(server) => Self {
                kind: ServerKind::Rest(server),
                namespace: Some(&server.namespace),
                former: server.former.as_deref(),
                port: server.port.as_ref(),
                max_binary_size: server.max_binary_size.as_ref(),
            },
            Expose::Mcp(server) => Self {
                kind: ServerKind::Mcp(server),
                namespace: Some(&server.namespace),
                former: server.former.as_deref(),
                port: server.port.as_ref(),
                max_binary_size: server.max_binary_size.as_ref(),
            },
            Expose::Skill(server) => Self {
                kind: ServerKind::Skill(server),
                namespace: Some(&server.namespace),
                former: None,
                port: server.port.as_ref(),
                max_binary_size: None,
            },
            Expose::Control(server) => Self {
                kind: ServerKind::Control(server),
                namespace: None,
                former: None,
                port: server.port.as_ref(),
                max_binary_size: None,
            },
            Expose::Import(_) => return None,
        })
    }

    /// How its units are used; none if it has no units.
    pub(crate) fn mode(&self) -> Option<Mode> {
        match self.kind {
            ServerKind::Rest(_) => Some(Mode::Rest),
            ServerKind::Mcp(_) => Some(Mode::Mcp),
            ServerKind::Skill(_) | ServerKind::Control(_) => None,
        }
    }

    /// Its skills.
    pub(crate) fn skills(&self) -> &'d [Entry<Spanned<String>, Skill>] {
        match self.kind {
            ServerKind::Skill(server) => &server.skills,
            ServerKind::Rest(_) | ServerKind::Mcp(_) | ServerKind::Control(_) => &[],
        }
    }

    /// Whether it has units: routes or tools that call.
    pub(crate) fn has_units(&self) -> bool {
        self.mode().is_some()
    }

    /// Whether it talks over standard streams.
    pub(crate) fn is_piped(&self) -> bool {
        matches!(self.kind, ServerKind::Mcp(server) if server.is_piped())
    }
}
