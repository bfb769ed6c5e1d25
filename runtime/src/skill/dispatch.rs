//! From a request to an answer.

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{Method, StatusCode, Uri};
use serde::Serialize;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::task::spawn_blocking;

use super::archive::archive;
use super::catalogue::{Catalogue, Skill};
use super::folder::{Fault, Folder, Listed};
use super::media::media_type;
use crate::server::{Problem, decode_path, other_methods};

/// How much of a file is in memory at a time, in bytes.
const CHUNK: usize = 64 * 1024;

pub(super) fn router(skills: &'static [Skill], max_archive_bytes: u64) -> Router {
    Router::new().fallback(dispatch).with_state(Arc::new(Server { skills, max_archive_bytes }))
}

struct Server {
    skills: &'static [Skill],
    max_archive_bytes: u64,
}

/// What a path names.
#[derive(Debug, PartialEq)]
enum Target<'p> {
    Catalogue,
    Skill(&'p str),
    Download(&'p str),
    Contents(&'p str),
    File(&'p str, &'p [Cow<'p, str>]),
}

/// What an answer about files tells of the skill.
#[derive(Serialize)]
struct Contents {
    name: &'static str,
    files: Vec<Listed>,
}

async fn dispatch(State(server): State<Arc<Server>>, method: Method, uri: Uri) -> Response {
    server.answer(&method, uri.path()).await.unwrap_or_else(IntoResponse::into_response)
}

impl Server {
    async fn answer(&self, method: &Method, path: &str) -> Result<Response, Problem> {
        let segments = decode_path(path)?;
        let target = Target::of(&segments).ok_or_else(|| not_found("nothing is served under this path"))?;
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Ok(other_methods(&[Method::GET, Method::HEAD]));
        }
        match target {
            Target::Catalogue => Ok(json(&Catalogue::of(self.skills))),
            Target::Skill(name) => Ok(json(self.skill(name)?)),
            Target::Download(name) => self.download(name).await,
            Target::Contents(name) => self.contents(name).await,
            Target::File(name, path) => self.file(name, path).await,
        }
    }

    fn skill(&self, name: &str) -> Result<&'static Skill, Problem> {
        let skill = self.skills.iter().find(|skill| skill.name == name);
        skill.ok_or_else(|| not_found("there is no skill of this name"))
    }

    async fn download(&self, name: &str) -> Result<Response, Problem> {
        let (skill, most) = (self.skill(name)?, self.max_archive_bytes);
        let archive = read(skill, move |folder| archive(folder, most)).await?;
        Ok(([(CONTENT_TYPE, "application/zip")], archive).into_response())
    }

    async fn contents(&self, name: &str) -> Result<Response, Problem> {
        let skill = self.skill(name)?;
        let files = read(skill, Folder::files).await?;
        Ok(json(&Contents { name: skill.name, files }))
    }

    async fn file(&self, name: &str, path: &[Cow<'_, str>]) -> Result<Response, Problem> {
        let skill = self.skill(name)?;
        let media_type = media_type(path.last().map_or("", |name| name));
        let path: Vec<String> = path.iter().map(|part| part.clone().into_owned()).collect();
        let (file, metadata) = read(skill, move |folder| folder.file(path.iter().map(String::as_str))).await?;
        let length = metadata.len();
        let headers = [(CONTENT_TYPE, media_type.to_owned()), (CONTENT_LENGTH, length.to_string())];
        Ok((headers, Body::from_stream(chunks(File::from_std(file), length))).into_response())
    }
}

impl<'p> Target<'p> {
    fn of(segments: &'p [Cow<'p, str>]) -> Option<Self> {
        let (root, rest) = segments.split_first()?;
        if root != "skills" {
            return None;
        }
        let Some((name, rest)) = rest.split_first() else { return Some(Self::Catalogue) };
        match rest.split_first().map(|(word, rest)| (word.as_ref(), rest)) {
            None => Some(Self::Skill(name)),
            Some(("download", [])) => Some(Self::Download(name)),
            Some(("contents", [])) => Some(Self::Contents(name)),
            Some(("contents", path)) => Some(Self::File(name, path)),
            Some(_) => None,
        }
    }
}

/// Reads of the folder of a skill, where blocking holds up nobody.
async fn read<T: Send + 'static>(
    skill: &'static Skill,
    read: impl FnOnce(&Folder) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Problem> {
    let location = skill.location.ok_or_else(|| not_found("this skill has no files"))?;
    let read = spawn_blocking(move || read(&Folder::open(Path::new(location))?));
    let read = read.await.unwrap_or_else(|panic| Err(io::Error::other(panic).into()));
    read.map_err(|fault| problem(skill, &fault))
}

/// At most `length` bytes of a file: it may have grown since its length was told.
fn chunks(file: File, length: u64) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(file.take(length), async |mut file| {
        let mut chunk = BytesMut::with_capacity(CHUNK);
        let read = file.read_buf(&mut chunk).await?;
        Ok((read > 0).then(|| (chunk.freeze(), file)))
    })
}

fn json(value: &impl Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default(); // texts and numbers: nothing that could fail
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}

fn not_found(detail: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, detail)
}

fn problem(skill: &Skill, fault: &Fault) -> Problem {
    let status = match fault {
        Fault::Unsafe => StatusCode::BAD_REQUEST,
        Fault::Absent => StatusCode::NOT_FOUND,
        Fault::TooMuch(_) => StatusCode::INTERNAL_SERVER_ERROR,
        Fault::Io(error) => {
            tracing::warn!("skill {}: {error}", skill.name);
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    Problem::new(status, fault.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn paths_name_targets() {
        let check = |path: &str, wanted: Option<Target<'_>>| {
            let segments = decode_path(path).unwrap();
            assert_eq!(Target::of(&segments), wanted, "{path}");
        };
        check("/skills", Some(Target::Catalogue));
        check("/skills/a%20b", Some(Target::Skill("a b")));
        check("/skills/a/download", Some(Target::Download("a")));
        check("/skills/a/contents", Some(Target::Contents("a")));
        check("/skills/a/contents/x%2Fy/..", Some(Target::File("a", &["x/y".into(), "..".into()])));
        check("/skills/a/contents/", Some(Target::File("a", &["".into()])));
        check("/skills/", Some(Target::Skill("")));
        for path in ["/", "/skill", "/Skills", "/skills/a/download/x", "/skills/a/other", "//skills"] {
            check(path, None);
        }
        assert!(decode_path("/skills/%ff").is_err());
    }
}
