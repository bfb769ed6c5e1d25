//! What the items of a TAXII crate are called.

use proc_macro2::TokenStream;

use crate::emit::docs;
use crate::model::taxii::{Endpoint, Resource, Taxii, TaxiiOperation};

/// The marker of the requests of a paged operation.
pub(super) fn pages(operation: TaxiiOperation) -> Option<&'static str> {
    match operation {
        TaxiiOperation::Manifest => Some("ManifestPages"),
        TaxiiOperation::Objects => Some("ObjectsPages"),
        TaxiiOperation::Discovery
        | TaxiiOperation::ApiRoot
        | TaxiiOperation::Collections
        | TaxiiOperation::Collection => None,
    }
}

/// Whether the service must find collections that it doesn't show.
pub(super) fn finds_collection(taxii: &Taxii) -> bool {
    !taxii.lists(TaxiiOperation::Collection) && taxii.is_paged()
}

pub(super) fn summary(endpoint: &Endpoint) -> TokenStream {
    docs::attributes(&docs::foreign(&endpoint.summary))
}

/// What `types` holds: the resources that the description extends, and the markers of pages.
pub(super) fn own_types(taxii: &Taxii) -> Vec<&'static str> {
    let mut types: Vec<_> = taxii.resources.iter().map(|extension| extension.resource.type_name()).collect();
    if taxii.extension(Resource::Collection).is_some() {
        types.extend(["CollectionFields", "Collections"]);
    }
    types.extend(taxii.operations.iter().filter_map(|endpoint| pages(endpoint.operation)));
    types.sort_unstable();
    types
}
