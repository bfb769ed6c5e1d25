//! Why keys of the language have no effect.

use crate::read::idle::reasons;

reasons! {
    ForPeople "it tells people who is behind the document";
    ForCatalogues "it is for catalogues of documents";
    Undocumented "crates are documented by `info`, operations, tools and inputs";
    Named "the name says it";
    UncheckedInput "it is for the upstream to check";
    UncheckedAnswer "answers of the upstream are passed on, not checked";
    Examples "examples are not generated";
    ByWith "`with` says where an input goes";
    OfTheServer "skills only describe tools, and the server of a tool says it";
    ForTools "routes have no hints";
    NotKept "answers are not kept";
    AsGenerated "clients are told what is true of a generated list";
    JsonAnswers "answers that are put together are JSON";
}
