//! Headers of TAXII.

/// The header with the time at which the first record of a page was added (§3.2).
pub const DATE_ADDED_FIRST: &str = "x-taxii-date-added-first";
/// The header with the time at which the last record of a page was added (§3.2).
pub const DATE_ADDED_LAST: &str = "x-taxii-date-added-last";
