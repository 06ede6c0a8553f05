//! The items that subprocesses run for: their names within, and their types.

use super::{Definition, Element, FieldType, Subprocess};
use crate::data::within;

/// Items within items: `for_each` names a list of an item no more often than this.
pub const SUBPROCESS_DEPTH_MAX: usize = 8;

impl Definition {
    /// The name and the type of the item that a subprocess runs for.
    pub fn item_of<'d>(&'d self, block: &'d Subprocess) -> Option<(&'d str, &'d FieldType)> {
        let (name, list) = (block.item.as_deref()?, block.for_each.as_deref()?);
        Some((name, self.type_of_items(list, 0)?))
    }

    /// The type of an item, by the name that the steps of its subprocess give it.
    pub fn item_type(&self, name: &str) -> Option<&FieldType> {
        self.named_item(name, 0)
    }

    fn named_item(&self, name: &str, depth: usize) -> Option<&FieldType> {
        let mut blocks = self.all_steps().filter_map(|(_, step)| step.block());
        let block = blocks.find(|block| block.item.as_deref() == Some(name))?;
        self.type_of_items(block.for_each.as_deref()?, depth)
    }

    /// What the items of the list at this path are; it may be a list of an item around.
    fn type_of_items(&self, list: &str, depth: usize) -> Option<&FieldType> {
        if depth >= SUBPROCESS_DEPTH_MAX {
            return None; // items named in a circle, which the checker refuses
        }
        let declared = within(&self.data, list).or_else(|| self.within_others(list, depth))?;
        match &declared.kind {
            FieldType::List { of, .. } => Some(of),
            _ => None,
        }
    }

    fn within_others(&self, path: &str, depth: usize) -> Option<&super::Field> {
        let (first, rest) = path.split_once('.')?;
        if let Some(FieldType::Object { fields }) = self.named_item(first, depth + 1) {
            return within(fields, rest);
        }
        match &self.step(&first.into())?.element {
            Element::ServiceTask(task) => within(&task.receives, rest),
            _ => None,
        }
    }
}
