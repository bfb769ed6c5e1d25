//! Where objects are kept. An [`ObjectStore`] is all that a TAXII server needs: [`StoreService`] does the rest.

mod examples;
mod interface;
mod load;
mod memory;
mod row;
mod select;
mod service;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests;

pub use interface::ObjectStore;
pub use memory::MemoryStore;
pub use row::Row;
pub use select::select;
pub use service::StoreService;
