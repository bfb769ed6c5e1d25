//! Inputs as people write them: what is required at once, the rest by name.

/// `new` for a struct of inputs, with what is required, and for each further input a method that gives it.
///
/// `setters!(GetThing(id: String), limit: i64)` makes `GetThing::new("7").limit(5)`. The struct is `#[non_exhaustive]`, so code that is
/// written in this way goes on to compile when the document gets another optional input. What may be absent is assigned:
/// `input.limit = maybe`.
#[macro_export]
macro_rules! setters {
    ($name:ident($($required:ident: $wanted:ty),* $(,)?) $(, $field:ident: $ty:ty)* $(,)?) => {
        impl $name {
            /// With what is required.
            #[allow(clippy::too_many_arguments)]
            #[must_use]
            pub fn new($($required: impl ::core::convert::Into<$wanted>),*) -> Self {
                Self {
                    $($required: ::core::convert::Into::into($required),)*
                    $($field: ::core::option::Option::None,)*
                }
            }

            $(
                /// Gives the input of this name.
                #[must_use]
                pub fn $field(mut self, $field: impl ::core::convert::Into<$ty>) -> Self {
                    self.$field = ::core::option::Option::Some(::core::convert::Into::into($field));
                    self
                }
            )*
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro is for types that others see")]
mod tests {
    use crate::value::{Value, json};

    #[derive(Debug, Default, PartialEq)]
    #[non_exhaustive]
    struct Search {
        limit: Option<i64>,
        r#match: Option<String>,
        tags: Option<Vec<Value>>,
    }

    setters!(Search(), limit: i64, r#match: String, tags: Vec<Value>);

    #[derive(Debug, PartialEq)]
    struct Get {
        id: String,
        version: f64,
        deep: Option<Value>,
    }

    setters! {
        Get(id: String, version: f64),
        deep: Value,
    }

    #[test]
    fn what_is_required_comes_first_and_the_rest_by_name() {
        assert_eq!(Search::new(), Search::default());
        let search = Search { limit: Some(5), r#match: Some("a".to_owned()), tags: Some(vec![json!("x")]) };
        assert_eq!(Search::new().r#match("a").limit(5).tags([json!("x")]), search);
        let get = Get { id: "7".to_owned(), version: 2.0, deep: Some(json!(true)) };
        assert_eq!(Get::new("7", 2).deep(true), get);
    }
}
