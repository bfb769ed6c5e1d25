//! What holds of every generated MCP server, point by point: tests carry the numbers of the points. The servers of REST, of
//! skills and of TAXII are held to the same, where it applies.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod answers;
mod arguments;
mod bodies;
mod browsers;
mod desk;
mod documents;
mod listing;
mod protocol;
mod results;
mod rules;
mod schemas;
