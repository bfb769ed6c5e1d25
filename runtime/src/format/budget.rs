//! Bounds of what an answer may become, where a part of it may come again and again: the names of columns in each row, what an
//! alias of YAML stands for.

use super::body::MAX_VALUES;

/// The most text, in bytes.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// What may still be made of an answer.
pub(super) struct Budget {
    values: usize,
    text: usize,
    /// What there was too much of, if anything.
    #[cfg(feature = "yaml")]
    pub(super) spent: Option<&'static str>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            values: MAX_VALUES,
            text: MAX_TEXT,
            #[cfg(feature = "yaml")]
            spent: None,
        }
    }

    /// Takes a value with so much text, names included.
    ///
    /// # Errors
    /// If it would be more than is allowed: why.
    pub(super) fn take(&mut self, text: usize) -> Result<(), &'static str> {
        let values = self.values.checked_sub(1).ok_or("it has more than a million values");
        let text = self.text.checked_sub(text).ok_or("it becomes more than 64 MiB of text");
        let left = values.and_then(|values| Ok((values, text?)));
        #[cfg(feature = "yaml")]
        {
            self.spent = left.err();
        }
        (self.values, self.text) = left?;
        Ok(())
    }
}
