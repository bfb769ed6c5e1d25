//! What generated servers are measured beside: an upstream that costs little, and the least that an MCP server can be.

mod listen;
mod raw_mcp;
mod upstream;

use std::io;
use std::net::SocketAddr;

use clap::Parser;

/// Prints the address it listens on, and serves until it is killed.
#[derive(Debug, Parser)]
enum Peer {
    /// Answers every GET with JSON: paths that end in `/conns` with a list, all others with one record
    Upstream {
        /// How long a list is, in bytes
        #[arg(long, default_value_t = 876)]
        list_bytes: usize,
    },
    /// Answers `tools/call` with what the upstream says, spliced into the result unread; a thread for each core
    RawMcp {
        /// The address of an upstream
        upstream: SocketAddr,
        /// How many threads serve
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
}

fn main() -> io::Result<()> {
    match Peer::parse() {
        Peer::Upstream { list_bytes } => upstream::run(list_bytes),
        Peer::RawMcp { upstream, threads } => raw_mcp::run(upstream, threads),
    }
}
