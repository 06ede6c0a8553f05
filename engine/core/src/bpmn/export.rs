//! Export: a map as a BPMN 2.0 model with its picture. What BPMN has no word for goes along in
//! extension elements, as the part of the map that it is, so that the model can be read again.

mod document;
mod drawn;
mod events;
mod graph;
mod picture;
mod step;
mod tag;

use crate::definition::Definition;
use crate::diagram::TooLarge;
use crate::words::Words;
use crate::yaml::Node;

/// The model of a map. `root` is the tree that the definition was read from
/// ([`crate::language::whole`]).
pub fn export(definition: &Definition, root: &Node, words: &dyn Words) -> Result<String, TooLarge> {
    let graph = graph::Builder::new(definition, root, words).process();
    document::document(definition, root, words, &graph)
}
