//! Values as tests write them.

/// `serde_json::json!` as a [`Value`](crate::Value) of ours.
macro_rules! json {
    ($($tokens:tt)+) => { $crate::value::Value::from(serde_json::json!($($tokens)+)) };
}

pub(crate) use json;
