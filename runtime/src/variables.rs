//! Reads what operators set: one way for every variable of the environment that is no setting of a document.

use std::time::Duration;

use crate::error::{ConfigError, Result};

/// Where variables are looked up. An empty one counts as not given.
pub(crate) struct Variables<'a> {
    given: &'a dyn Fn(&str) -> Option<String>,
}

impl Variables<'static> {
    /// Those of this process. What is no Unicode in one is replaced, so that it is refused rather than overlooked.
    pub(crate) fn of_process() -> Self {
        Self { given: &|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()) }
    }
}

#[allow(dead_code, reason = "features decide which kinds of variables there are")]
impl<'a> Variables<'a> {
    /// Those that `given` knows.
    #[cfg(test)]
    pub(crate) fn new(given: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { given }
    }

    /// The text of a variable, without blanks around it.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = (self.given)(name)?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// What stands between commas.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
    }

    /// Whether something is wanted, if that is said.
    ///
    /// # Errors
    /// Names a variable that doesn't say it.
    pub(crate) fn flag(&self, name: &'static str) -> Result<Option<bool>> {
        self.read(name, None, "must be `true` or `false`", |text| text.parse().ok().map(Some))
    }

    /// A number of bytes.
    ///
    /// # Errors
    /// Names a variable that is none.
    pub(crate) fn bytes(&self, name: &'static str, default: usize) -> Result<usize> {
        self.read(name, default, "must be a number of bytes", |text| text.parse().ok())
    }

    /// How many there may be.
    ///
    /// # Errors
    /// Names a variable that is no number.
    pub(crate) fn count(&self, name: &'static str, default: usize) -> Result<usize> {
        self.read(name, default, "must be a number", |text| text.parse().ok())
    }

    /// A time: `500ms`, `30s` or `2m`; seconds where there is no unit.
    ///
    /// # Errors
    /// Names a variable that is no time.
    pub(crate) fn duration(&self, name: &'static str, default: Duration) -> Result<Duration> {
        self.read(name, default, "must be a time, such as 500ms, 30s or 2m", duration)
    }

    /// What a variable says; `default` if it isn't given. `wanted` completes the sentence that begins with its name.
    pub(crate) fn read<T>(
        &self,
        name: &'static str,
        default: T,
        wanted: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T> {
        let Some(text) = self.text(name) else { return Ok(default) };
        Ok(parse(&text).ok_or_else(|| ConfigError::invalid(name, wanted))?)
    }
}

fn duration(text: &str) -> Option<Duration> {
    let (number, milliseconds) = match text {
        _ if text.ends_with("ms") => (text.strip_suffix("ms")?, 1),
        _ if text.ends_with('m') => (text.strip_suffix('m')?, 60_000),
        _ => (text.strip_suffix('s').unwrap_or(text), 1000),
    };
    let number: u32 = number.trim_end().parse().ok()?;
    Some(Duration::from_millis(u64::from(number) * milliseconds))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn times_have_units() {
        let check =
            |text: &str, wanted: Option<u64>| assert_eq!(duration(text), wanted.map(Duration::from_millis), "{text}");
        check("500ms", Some(500));
        check("30s", Some(30_000));
        check("30", Some(30_000));
        check("2 m", Some(120_000));
        check("0", Some(0));
        for text in ["", "s", "-1", "1.5s", "1h", "ms", "99999999999"] {
            check(text, None);
        }
    }

    #[test]
    fn what_can_not_be_read_is_named() {
        let given = |name: &str| Some(if name == "BLANK" { " " } else { "x, ,y " }.to_owned());
        let variables = Variables::new(&given);
        assert_eq!(variables.list("LIST"), ["x", "y"]);
        assert_eq!(variables.bytes("BLANK", 7).unwrap(), 7);
        let fails = |result: Result<()>, wanted: &str| assert_eq!(result.unwrap_err().to_string(), wanted);
        fails(variables.bytes("BYTES", 1).map(drop), "BYTES must be a number of bytes");
        fails(variables.count("COUNT", 1).map(drop), "COUNT must be a number");
        fails(variables.duration("TIME", Duration::ZERO).map(drop), "TIME must be a time, such as 500ms, 30s or 2m");
    }
}
