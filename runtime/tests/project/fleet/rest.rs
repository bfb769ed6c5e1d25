//! The REST server `fleet-rest`.

use capwright_runtime::rest::{Rest, Route};

use super::Service;

/// The routes of `service`.
pub fn server<S: Service>(service: S) -> Rest<S> {
    Rest::new(service)
        .route(Route::get("/ships").name("list-ships").query(&["status"]), S::list_ships)
        .route(Route::get("/ships/{imo}").name("get-ship").rename("imo", "imo_number"), S::get_ship)
        .route(Route::get("/ships/{imo}/crew").name("get-ship-with-crew"), S::get_ship_with_crew)
}
