//! What operators set of calls to upstreams.

use std::fs::File;
use std::io::Read;
use std::time::Duration;

use super::options::HttpOptions;
use super::tls;
use crate::error::{ConfigError, Result};
use crate::variables::Variables;

const CONNECT_TIMEOUT: &str = "UPSTREAM_CONNECT_TIMEOUT";
const FIRST_BYTE_TIMEOUT: &str = "UPSTREAM_FIRST_BYTE_TIMEOUT";
const TIMEOUT: &str = "UPSTREAM_TIMEOUT";
const IDLE_TIMEOUT: &str = "UPSTREAM_IDLE_TIMEOUT";
const MAX_IDLE_CONNECTIONS: &str = "UPSTREAM_MAX_IDLE_CONNECTIONS";
const MAX_RESPONSE_BYTES: &str = "MAX_RESPONSE_BYTES";
const CA_FILE: &str = "UPSTREAM_CA_FILE";
const CERTIFICATE_FILE: &str = "UPSTREAM_CERTIFICATE_FILE";
const KEY_FILE: &str = "UPSTREAM_KEY_FILE";

/// The longest file of certificates, in bytes.
const MAX_FILE: u64 = 1 << 20;

impl HttpOptions {
    /// From `UPSTREAM_CONNECT_TIMEOUT`, `UPSTREAM_FIRST_BYTE_TIMEOUT`, `UPSTREAM_TIMEOUT` and `UPSTREAM_IDLE_TIMEOUT` (`500ms`,
    /// `30s`, `2m`), `UPSTREAM_MAX_IDLE_CONNECTIONS` and `MAX_RESPONSE_BYTES`; and from the files of PEM that `UPSTREAM_CA_FILE`,
    /// `UPSTREAM_CERTIFICATE_FILE` and `UPSTREAM_KEY_FILE` name: who is trusted beside those whom the system trusts, and who is
    /// calling.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names the variable whose value can't be used.
    pub fn from_env() -> Result<Self> {
        Self::from_variables(&Variables::of_process())
    }

    fn from_variables(variables: &Variables<'_>) -> Result<Self> {
        let usual = Self::default();
        let mut options = Self {
            connect_timeout: time(variables, CONNECT_TIMEOUT, usual.connect_timeout)?,
            first_byte_timeout: time(variables, FIRST_BYTE_TIMEOUT, usual.first_byte_timeout)?,
            timeout: time(variables, TIMEOUT, usual.timeout)?,
            idle_timeout: time(variables, IDLE_TIMEOUT, usual.idle_timeout)?,
            max_idle_connections: variables.count(MAX_IDLE_CONNECTIONS, usual.max_idle_connections)?,
            max_response_bytes: variables.bytes(MAX_RESPONSE_BYTES, usual.max_response_bytes)?,
            ..usual
        };
        if let Some(pem) = file(variables, CA_FILE)? {
            let trusted = tls::certificates(&pem).map_err(|reason| ConfigError::invalid(CA_FILE, reason))?;
            options.trust.extra.extend(trusted);
        }
        match (file(variables, CERTIFICATE_FILE)?, file(variables, KEY_FILE)?) {
            (None, None) => Ok(options),
            (Some(chain), Some(key)) => options.client_certificate(&chain, &key),
            (Some(_), None) => Err(ConfigError::invalid(KEY_FILE, "is needed with UPSTREAM_CERTIFICATE_FILE").into()),
            (None, Some(_)) => Err(ConfigError::invalid(CERTIFICATE_FILE, "is needed with UPSTREAM_KEY_FILE").into()),
        }
    }
}

/// A time in which something can happen.
fn time(variables: &Variables<'_>, name: &'static str, usual: Duration) -> Result<Duration> {
    let time = variables.duration(name, usual)?;
    if time.is_zero() { Err(ConfigError::invalid(name, "must be more than 0").into()) } else { Ok(time) }
}

/// What the file holds that a variable names.
fn file(variables: &Variables<'_>, name: &'static str) -> Result<Option<Vec<u8>>> {
    let Some(path) = variables.text(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_FILE).read_to_end(&mut bytes));
    read.map_err(|error| ConfigError::invalid(name, format!("can't be read: {error}")))?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_operators_set_counts() {
        let check = |given: &[(&str, &str)], wanted: Result<HttpOptions, &str>| {
            let find =
                |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            let options = HttpOptions::from_variables(&Variables::new(&find));
            let shown = options.map(|options| format!("{options:?}")).map_err(|error| error.to_string());
            assert_eq!(shown, wanted.map(|options| format!("{options:?}")).map_err(str::to_owned), "{given:?}");
        };
        let usual = HttpOptions::default;
        check(&[], Ok(usual()));
        let seconds = Duration::from_secs;
        check(
            &[
                ("UPSTREAM_CONNECT_TIMEOUT", "3"),
                ("UPSTREAM_FIRST_BYTE_TIMEOUT", "4s"),
                ("UPSTREAM_TIMEOUT", "2m"),
                ("UPSTREAM_IDLE_TIMEOUT", "5s"),
                ("UPSTREAM_MAX_IDLE_CONNECTIONS", "0"),
                ("MAX_RESPONSE_BYTES", "7"),
            ],
            Ok(usual()
                .connect_timeout(seconds(3))
                .first_byte_timeout(seconds(4))
                .timeout(seconds(120))
                .idle_timeout(seconds(5))
                .max_idle_connections(0)
                .max_response_bytes(7)),
        );
        check(&[("UPSTREAM_TIMEOUT", "0")], Err("UPSTREAM_TIMEOUT must be more than 0"));
        check(
            &[("UPSTREAM_CONNECT_TIMEOUT", "soon")],
            Err("UPSTREAM_CONNECT_TIMEOUT must be a time, such as 500ms, 30s or 2m"),
        );
    }

    #[test]
    fn files_are_named_by_their_variable() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let made = rcgen::generate_simple_self_signed(["client".to_owned()]).unwrap();
        std::fs::write(path("chain"), made.cert.pem()).unwrap();
        std::fs::write(path("key"), made.signing_key.serialize_pem()).unwrap();
        std::fs::write(path("none"), "").unwrap();
        let read = |given: &[(&'static str, &str)]| {
            let find = |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, file)| path(file));
            HttpOptions::from_variables(&Variables::new(&find))
        };
        let all = [("UPSTREAM_CA_FILE", "chain"), ("UPSTREAM_CERTIFICATE_FILE", "chain"), ("UPSTREAM_KEY_FILE", "key")];
        let options = read(&all).unwrap();
        assert_eq!((options.trust.extra.len(), options.trust.identity.is_some()), (1, true));
        let fails = |given: &[(&'static str, &str)], wanted: &str| {
            assert_eq!(read(given).unwrap_err().to_string(), wanted);
        };
        fails(&[all[1]], "UPSTREAM_KEY_FILE is needed with UPSTREAM_CERTIFICATE_FILE");
        fails(&[all[2]], "UPSTREAM_CERTIFICATE_FILE is needed with UPSTREAM_KEY_FILE");
        fails(&[("UPSTREAM_CA_FILE", "none")], "UPSTREAM_CA_FILE holds no certificate in PEM");
        fails(&[all[1], ("UPSTREAM_KEY_FILE", "none")], "the certificate of the client holds no private key in PEM");
    }
}
