//! Headers that the client of a described server sends with every request.

use crate::diagnostic::{Code, Sink};
use crate::model::taxii::MEDIA_TYPE;
use crate::read::Spanned;
use crate::read::taxii::Document;
use crate::resolve::text::header;

/// All of them, `Accept` first.
pub(crate) fn headers(document: &Document, sink: &mut Sink) -> Vec<(String, String)> {
    // What clients accept unless told otherwise.
    let mut headers = vec![("Accept".to_owned(), MEDIA_TYPE.to_owned())];
    for (at, (name, value)) in document.headers.iter().enumerate() {
        header::check(sink, name, &name.place);
        let twin = document.headers.iter().take(at).find(|(known, _)| known.eq_ignore_ascii_case(name));
        check_name(document, name, twin.map(|(known, _)| known), sink);
        if !value.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
            let message = format!("the value of `{}` holds a character that no header can carry", name.value);
            sink.report(Code::UNKNOWN_VALUE, &value.place, message).help("use printable ASCII characters");
        } else if name.eq_ignore_ascii_case("authorization") {
            sink.hide(&value.place);
            sink.report(Code::UNKNOWN_VALUE, &name.place, "`Authorization` is sent as `auth` says")
                .help("remove it here, and write `auth`");
        } else if name.eq_ignore_ascii_case("accept") {
            check_accept(value, sink);
            headers[0].1.clone_from(&value.value);
        } else {
            headers.push((name.value.clone(), value.value.clone()));
        }
    }
    headers
}

fn check_accept(value: &Spanned<String>, sink: &mut Sink) {
    if !value.contains("application/taxii+json") {
        sink.report(Code::UNKNOWN_VALUE, &value.place, "`Accept` must name TAXII: servers refuse anything else")
            .help(format!("write `Accept: {MEDIA_TYPE}`"));
    }
}

/// Reports a header that is not the description's to give: it belongs to the message, `auth` sends it, or it is there already.
fn check_name(document: &Document, name: &Spanned<String>, twin: Option<&Spanned<String>>, sink: &mut Sink) {
    let of_auth = document.auth.iter().find_map(|auth| auth.header.as_ref());
    if header::OF_THE_CLIENT.contains(&name.to_ascii_lowercase().as_str()) {
        let message = format!("`{}` belongs to the HTTP message itself: the client writes it", name.value);
        sink.report(Code::UNKNOWN_VALUE, &name.place, message).help("remove it");
    } else if let Some(header) = of_auth.filter(|header| header.name.eq_ignore_ascii_case(name)) {
        let message = format!("`{}` is sent as `auth` says", name.value);
        let report = sink.report(Code::DUPLICATE_NAME, &name.place, message);
        report.help("remove it here").related(&header.name.place, "the header of `auth`");
    } else if let Some(twin) = twin {
        let message = format!("the header `{}` is there twice: case counts for nothing", name.value);
        let report = sink.report(Code::DUPLICATE_NAME, &name.place, message);
        report.help("remove one of them").related(&twin.place, "the first one");
    }
}
