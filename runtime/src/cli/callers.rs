//! Servers that know their callers: the credentials that `serve` needs, and `--mock` makes up.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::app::App;
use super::tell::tell;
use crate::error::{ConfigError, Result};
use crate::server::Callers;
use crate::setting::Setting;
use crate::settings::Settings;

impl<C> App<C> {
    /// These settings, provided that they hold what the client and `callers` need: all that is missing is told at once.
    pub(super) fn check(&self, settings: Settings, callers: &[Callers]) -> Result<Settings> {
        if callers.is_empty() {
            return Ok(settings);
        }
        let asked = |setting: &Setting| callers.iter().flat_map(Callers::settings).any(|env| env == setting.env);
        let needed = |setting: &Setting| if asked(setting) { setting.without_fail() } else { *setting };
        settings.check(&self.settings.iter().map(needed).collect::<Vec<_>>())
    }

    /// The servers that ask their callers for a setting which no client needs.
    pub(super) fn servers_asking_for(&self, setting: &Setting) -> Vec<&str> {
        let asks = |callers: &Callers| !setting.required && callers.settings().any(|env| env == setting.env);
        let asking = self.servers.iter().filter(|server| server.callers.as_ref().is_some_and(asks));
        asking.map(|server| server.name.as_str()).collect()
    }
}

/// Makes up what is missing, and says what: a server that asks for credentials is never open.
pub(super) fn make_up(settings: &mut Settings, callers: &[Callers]) -> Result<()> {
    for env in callers.iter().flat_map(Callers::settings) {
        if !settings.has(env) {
            let value = random(env)?;
            tell(format_args!("{env}={value}"));
            settings.set(env, value);
        }
    }
    Ok(())
}

/// 24 letters for `env` that nobody can guess.
pub(super) fn random(env: &str) -> Result<String> {
    let mut bytes = [0; 18];
    let filled = rustls::crypto::ring::default_provider().secure_random.fill(&mut bytes);
    filled.map_err(|_| ConfigError::invalid(env, "can't be made up: the system gives no random numbers"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use axum::Router;

    use super::*;
    use crate::cli::server::Server;
    use crate::settings::Part;

    const SETTINGS: &[Setting] =
        &[Setting::secret("KEY").unless("URL"), Setting::credential("TOKEN"), Setting::optional("URL")];
    const CALLERS: Callers = Callers::bearer("conns", &[Part::Setting("TOKEN")]);

    fn app() -> App {
        let server = |kind| Server::new(kind, "localhost:0", |_| Ok(Router::new()));
        App::new("conns", "1.0.0", SETTINGS).server(server("rest").callers(CALLERS)).server(server("mcp"))
    }

    #[test]
    fn only_servers_that_are_started_need_credentials() {
        let check = |callers: &[Callers], wanted: &str| {
            let result = app().check(Settings::default(), callers);
            assert_eq!(result.map_or_else(|error| error.to_string(), |_| "ok".to_owned()), wanted);
        };
        check(&[], "ok"); // building the client tells
        check(&[CALLERS], "missing settings: KEY (or give URL), TOKEN");
        let asking = |setting: &Setting| app().servers_asking_for(setting).join(" ");
        assert_eq!(SETTINGS.iter().map(asking).collect::<Vec<_>>(), ["", "rest", ""]);
    }

    #[test]
    fn what_is_made_up_can_not_be_guessed() {
        let mut settings = Settings::default();
        settings.set("GIVEN", "given");
        let callers = Callers::basic("conns", &[Part::Setting("GIVEN")], &[Part::Setting("TOKEN")]);
        make_up(&mut settings, &[callers]).unwrap();
        let made_up = settings.secret(&[Part::Setting("TOKEN")]);
        assert_eq!(secrecy::ExposeSecret::expose_secret(&made_up).len(), 24);
        assert_eq!(secrecy::ExposeSecret::expose_secret(&settings.get("GIVEN")), "given");
        assert_ne!(random("A").unwrap(), random("A").unwrap());
    }
}
