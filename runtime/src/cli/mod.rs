//! The binary of a generated crate: `serve`, `call`, `tools`, `routes`.
//!
//! Exit status: 0 all well, 1 failure, 2 wrong usage. Standard output holds results only: addresses, replies, tables;
//! or, with `serve --stdio`, JSON-RPC and nothing else.

mod app;
mod arguments;
mod call;
mod callable;
mod callers;
mod chosen;
#[cfg(feature = "mcp")]
mod clients;
mod control;
mod environment;
mod failure;
mod inputs;
mod launch;
mod listing;
mod log;
#[cfg(feature = "mcp")]
mod mcp;
#[cfg(feature = "rest")]
mod rest;
mod run;
mod serve;
mod server;
mod shards;
mod shown;
#[cfg(feature = "skill")]
mod skill;
mod stop;
#[cfg(feature = "taxii-server")]
mod taxii;
mod tell;

pub use self::app::App;
pub use self::inputs::CallInputs;
pub use self::launch::Launch;
pub use self::server::{Row, Server, Stdio};
#[cfg(feature = "taxii-server")]
pub use self::taxii::CollectionInput;
