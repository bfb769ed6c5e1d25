//! Does what the command line asks for.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use tokio::runtime::Runtime;

use super::app::App;
use super::arguments::{self, Order};
use super::failure::Failure;
use super::log;
use super::shards;
use super::shown;
use super::tell::tell;

impl<C: Clone + 'static> App<C> {
    /// Does what the command line asks for.
    pub fn run(self) -> ExitCode {
        let order = match arguments::read(&self, env::args_os()) {
            Ok(order) => order,
            Err(error) => {
                print(&error);
                return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
            }
        };
        match log::start().map_err(Failure::from).and_then(|()| self.obey(order)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(Failure::Failed(message)) => {
                tell(format_args!("error: {message}"));
                ExitCode::FAILURE
            }
            Err(Failure::Usage(message)) => {
                tell(format_args!("error: {message}\n\nFor more information, try '--help'."));
                ExitCode::from(2)
            }
        }
    }

    fn obey(&self, order: Order) -> Result<(), Failure> {
        match order {
            Order::Tools(chosen) => self.print_tools(chosen),
            Order::Routes => self.print_routes(),
            Order::Call(call) => block_on(Runtime::new()?, self.call(call)),
            #[cfg(feature = "mcp")]
            Order::Serve(serve) if serve.print_mcp_config => self.print_mcp_config(&serve),
            Order::Serve(serve) => block_on(shards::runtime()?, self.serve(serve)),
        }
    }
}

/// Prints help or a usage error: names of operations and servers are a document's.
fn print(error: &clap::Error) {
    let has_color = |is_terminal| is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let text = |is_terminal| match has_color(is_terminal) {
        true => shown::styled(&error.render().ansi().to_string()),
        false => shown::escaped(&error.render().to_string()).into_owned(),
    };
    // A closed stream has no reader to tell.
    let _ = match error.use_stderr() {
        true => io::stderr().write_all(text(io::stderr().is_terminal()).as_bytes()),
        false => io::stdout().write_all(text(io::stdout().is_terminal()).as_bytes()),
    };
}

/// Runs `future` to its end. What still blocks then, such as a read of standard input, doesn't hold up the exit.
fn block_on(runtime: Runtime, future: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}
