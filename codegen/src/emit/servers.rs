//! What a crate has of servers: one line for each kind.

use super::served::EmitServer;
use crate::model::Server;

/// What a crate has of a server.
pub(super) fn emitted(server: &Server) -> &dyn EmitServer {
    match server {
        Server::Rest(rest) => rest,
        Server::Mcp(mcp) => mcp,
        Server::Skill(skills) => skills,
    }
}
