//! Forms with files.

use crate::client::encode::WireValue;

/// The parts of a form (`multipart/form-data`, RFC 7578).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Multipart {
    /// Headers and contents.
    parts: Vec<(String, String)>,
}

impl Multipart {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field: none for an absent value, one for each item of a list.
    pub fn field(self, name: &str, value: &(impl WireValue + ?Sized)) -> Self {
        self.part(name, None, None, value)
    }

    /// Adds a file: none for an absent value, one for each item of a list. Without a name of its own it takes that of the
    /// field; without a media type it is `application/octet-stream`.
    pub fn file(
        self,
        name: &str,
        filename: &(impl WireValue + ?Sized),
        media_type: &(impl WireValue + ?Sized),
        content: &(impl WireValue + ?Sized),
    ) -> Self {
        let filename = first(filename).unwrap_or_else(|| name.to_owned());
        let media_type = first(media_type).unwrap_or_else(|| "application/octet-stream".to_owned());
        self.part(name, Some(filename), Some(media_type), content)
    }

    /// The media type and the body. The boundary stands in no part, so that no part can end early.
    pub(in crate::client) fn into_body(self) -> (String, String) {
        let is_free = |boundary: &String| !self.parts.iter().any(|(_, content)| content.contains(boundary.as_str()));
        let boundary = (0_u64..).map(|number| format!("capwright-{number}")).find(is_free).unwrap_or_default();
        let mut body = String::new();
        for (headers, content) in &self.parts {
            body.push_str(&format!("--{boundary}\r\n{headers}\r\n{content}\r\n"));
        }
        body.push_str(&format!("--{boundary}--\r\n"));
        (format!("multipart/form-data; boundary={boundary}"), body)
    }

    fn part(
        mut self,
        name: &str,
        filename: Option<String>,
        media_type: Option<String>,
        value: &(impl WireValue + ?Sized),
    ) -> Self {
        let mut headers = format!("content-disposition: form-data; name=\"{}\"", quoted(name));
        if let Some(filename) = filename {
            headers.push_str(&format!("; filename=\"{}\"", quoted(&filename)));
        }
        headers.push_str("\r\n");
        if let Some(media_type) = media_type {
            let line: String = media_type.chars().filter(|c| !c.is_control()).collect();
            headers.push_str(&format!("content-type: {line}\r\n"));
        }
        let mut texts = Vec::new();
        value.texts(&mut texts);
        self.parts.extend(texts.into_iter().map(|text| (headers.clone(), text)));
        self
    }
}

fn first(value: &(impl WireValue + ?Sized)) -> Option<String> {
    let mut texts = Vec::new();
    value.texts(&mut texts);
    texts.into_iter().next()
}

/// As browsers write names (WHATWG HTML §4.10.21.8): they can end neither the quotes nor the line.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_with_and_without_files() {
        let form = Multipart::new()
            .field("note", "a\"b")
            .field("absent", &None::<String>)
            .file("upload", "a\"\r\n.csv", "text/csv", "1,2")
            .file("more", &None::<String>, &None::<String>, &["x", "--capwright-0"][..]);
        let (media_type, body) = form.into_body();
        assert_eq!(media_type, "multipart/form-data; boundary=capwright-1");
        assert_eq!(
            body,
            "--capwright-1\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\na\"b\r\n\
             --capwright-1\r\ncontent-disposition: form-data; name=\"upload\"; filename=\"a%22%0D%0A.csv\"\r\n\
             content-type: text/csv\r\n\r\n1,2\r\n\
             --capwright-1\r\ncontent-disposition: form-data; name=\"more\"; filename=\"more\"\r\n\
             content-type: application/octet-stream\r\n\r\nx\r\n\
             --capwright-1\r\ncontent-disposition: form-data; name=\"more\"; filename=\"more\"\r\n\
             content-type: application/octet-stream\r\n\r\n--capwright-0\r\n\
             --capwright-1--\r\n"
        );
    }
}
