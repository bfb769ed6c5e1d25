//! What counts are told apart by. All values come from documents and from us: callers can't make more of them.

use std::borrow::Cow;

/// The labels of one time series.
pub(super) type Labels<const N: usize> = [(&'static str, Cow<'static, str>); N];

/// `server="rest"`.
pub(super) fn label(name: &'static str, value: impl Into<Cow<'static, str>>) -> (&'static str, Cow<'static, str>) {
    (name, value.into())
}
