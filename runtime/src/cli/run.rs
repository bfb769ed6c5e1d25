//! Does what the command line asks for.

use std::env;
use std::process::ExitCode;

use super::app::App;
use super::arguments::{self, Order};
use super::failure::Failure;
use super::log;
use super::tell::tell;

impl<C: Clone + 'static> App<C> {
    /// Does what the command line asks for.
    pub fn run(self) -> ExitCode {
        log::start();
        let order = match arguments::read(&self, env::args_os()) {
            Ok(order) => order,
            Err(error) => {
                let _ = error.print(); // a closed stream has no reader to tell
                return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
            }
        };
        match self.obey(order) {
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
            Order::Tools => self.print_tools(),
            Order::Routes => self.print_routes(),
            Order::Call(call) => block_on(self.call(call)),
            Order::Serve(serve) => block_on(self.serve(serve)),
        }
    }
}

/// Runs `future` to its end. What still blocks then, such as a read of standard input, doesn't hold up the exit.
fn block_on(future: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}
