//! Serves skills: what there are, what each of them does, and the files of their folders.
//!
//! | request | answer |
//! |---|---|
//! | `GET /skills` | how many there are, and each with its tools, as JSON |
//! | `GET /skills/{name}` | all that is said of one, as JSON |
//! | `GET /skills/{name}/contents` | the files of its folder with size and media type, as JSON |
//! | `GET /skills/{name}/contents/{file}` | a file, `{file}` being its path within the folder |
//! | `GET /skills/{name}/download` | all of them as a ZIP archive |
//!
//! Folders are read when they are asked for. What is served lies in them, whatever paths and symbolic links say.

mod archive;
mod catalogue;
mod dispatch;
mod folder;
mod media;

use std::path::Path;

pub use axum::Router;
use axum::response::IntoResponse;

pub use self::catalogue::{Mode, Skill, Tool};
use self::folder::Folder;
use crate::server::{Authentication, Problem, ServerOptions, guard_as};

/// How many bytes of files an archive may hold: it is made in memory.
const MAX_ARCHIVE_BYTES: u64 = 64 * 1024 * 1024;

/// A server of skills.
#[derive(Debug)]
pub struct Skills {
    skills: &'static [Skill],
    authentication: Option<Authentication>,
    max_archive_bytes: u64,
}

impl Skills {
    /// Serves `skills`, each under its name.
    pub fn new(skills: &'static [Skill]) -> Self {
        Self { skills, authentication: None, max_archive_bytes: MAX_ARCHIVE_BYTES }
    }

    /// Lets in only whom `authentication` does, whatever they ask for.
    pub fn with_authentication(self, authentication: Authentication) -> Self {
        Self { authentication: Some(authentication), ..self }
    }

    /// Folders whose files are longer together can't be downloaded as an archive; 64 MiB unless told otherwise. In bytes.
    pub fn with_max_archive_bytes(self, bytes: u64) -> Self {
        Self { max_archive_bytes: bytes, ..self }
    }

    /// Serves to the hosts and origins that `options` allow.
    pub fn into_router(self, options: &ServerOptions) -> Router {
        self.skills.iter().for_each(warn_of_absence);
        let mut router = dispatch::router(self.skills, self.max_archive_bytes);
        if let Some(authentication) = self.authentication {
            router = authentication.protect(router);
        }
        guard_as("skill", router, options, |refusal| Problem::from(refusal).into_response())
    }
}

/// A folder may come later; until then its files are not found, and nobody sees why.
fn warn_of_absence(skill: &Skill) {
    let Some(location) = skill.location else { return };
    if Folder::open(Path::new(location)).is_err() {
        tracing::warn!("skill {}: there is no folder {location}", skill.name);
    }
}
