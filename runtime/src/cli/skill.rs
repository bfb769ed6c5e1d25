//! `serve` for a crate with skills.

use super::app::App;
use super::server::Server;
use crate::server::{Authentication, Callers};
use crate::skill::Skills;

impl<C: Clone + 'static> App<C> {
    /// A server of skills that listens on `address` unless told otherwise, and is open to all that reach it.
    pub fn skill(self, address: &'static str, skills: impl Fn() -> Skills + 'static) -> Self {
        self.server(Server::new("skill", address, move |launch| Ok(skills().into_router(&launch.options()?))))
    }

    /// A server of skills that listens on `address` unless told otherwise, and lets in `callers`.
    pub fn skill_for(
        self,
        callers: Callers,
        address: &'static str,
        skills: impl Fn(Authentication) -> Skills + 'static,
    ) -> Self {
        let server = Server::new("skill", address, move |launch| {
            Ok(skills(launch.authentication(Some(callers))?).into_router(&launch.options()?))
        });
        self.server(server.callers(callers))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::setting::Setting;
    use crate::settings::{Part, Settings};

    const SETTINGS: &[Setting] = &[Setting::credential("TOKEN")];

    #[test]
    fn servers_of_skills_need_no_client() {
        let callers = Callers::bearer("guides", &[Part::Setting("TOKEN")]);
        let app = App::new("guides", "1.0.0", SETTINGS)
            .client(|_, _| -> crate::Result<()> { unreachable!("nothing is called") })
            .skill("localhost:0", || Skills::new(&[]))
            .skill_for(callers, "localhost:0", |known| Skills::new(&[]).with_authentication(known));
        let servers: Vec<_> = app.servers.iter().map(|server| (server.name.as_str(), server.authenticated)).collect();
        assert_eq!(servers, [("skill", false), ("skill-2", true)]);
        let build = |token: Option<&str>| {
            let mut settings = Settings::default();
            token.iter().for_each(|token| settings.set("TOKEN", *token));
            let launch = app.launch(settings, Default::default(), false);
            app.servers.iter().map(|server| (server.router)(&launch).is_ok()).collect::<Vec<_>>()
        };
        assert_eq!((build(None), build(Some("s3cret"))), (vec![true, false], vec![true, true]));
    }
}
