//! The items that subprocesses run for: their names within, their types, and what steps store in them.

use super::message_variable;
use super::{AllSteps, Definition, Element, Field, FieldType, Fields, Step, Subprocess};
use crate::data::within;
use crate::ids::StepId;
use crate::text::Texts;

/// Subprocesses stand in each other no deeper than this.
pub const SUBPROCESS_DEPTH_MAX: usize = 8;

impl Definition {
    /// The name and the type of the item that a subprocess runs for.
    pub fn item_of<'d>(&'d self, block: &'d Subprocess) -> Option<(&'d str, &'d FieldType)> {
        self.item_in(&self.data, block)
    }

    /// The same, with another description of the case data.
    pub(crate) fn item_in<'d>(
        &'d self,
        data: &'d Fields,
        block: &'d Subprocess,
    ) -> Option<(&'d str, &'d FieldType)> {
        let (name, list) = (block.item.as_deref()?, block.for_each.as_deref()?);
        Some((name, self.type_of_items(data, list, 0)?))
    }

    /// The type of an item, by the name that the steps of its subprocess give it.
    pub fn item_type(&self, name: &str) -> Option<&FieldType> {
        self.item_type_in(&self.data, name)
    }

    /// The same, with another description of the case data.
    pub(crate) fn item_type_in<'d>(
        &'d self,
        data: &'d Fields,
        name: &str,
    ) -> Option<&'d FieldType> {
        self.named_item(data, name, 0)
    }

    /// The case data as it is when steps have stored their results: those within a subprocess for
    /// the items of a list stand in each item. Computes in O(fields of the map).
    pub fn shape(&self) -> Fields {
        let mut shape = self.data.clone();
        for (_, step) in self.all_steps() {
            let Some(block) = step.block() else { continue };
            let list = block.for_each.as_deref();
            let Some(item) = list.and_then(|list| self.item_fields(&mut shape, list, 0)) else {
                continue;
            };
            for (name, field) in own_steps(block).filter_map(result) {
                item.entry(name).or_insert(field);
            }
        }
        shape
    }

    fn block_for(&self, item: &str) -> Option<&Subprocess> {
        let mut blocks = self.all_steps().filter_map(|(_, step)| step.block());
        blocks.find(|block| block.item.as_deref() == Some(item))
    }

    fn named_item<'d>(
        &'d self,
        data: &'d Fields,
        name: &str,
        depth: usize,
    ) -> Option<&'d FieldType> {
        self.type_of_items(data, self.block_for(name)?.for_each.as_deref()?, depth)
    }

    /// What the items of the list at this path are; it may be a list of an item around.
    fn type_of_items<'d>(
        &'d self,
        data: &'d Fields,
        list: &str,
        depth: usize,
    ) -> Option<&'d FieldType> {
        if depth >= SUBPROCESS_DEPTH_MAX {
            return None; // items named in a circle
        }
        let found = within(data, list).or_else(|| {
            let (first, rest) = list.split_once('.')?;
            match self.named_item(data, first, depth + 1) {
                Some(FieldType::Object { fields }) => within(fields, rest),
                _ => within(self.received_as(first)?, rest),
            }
        });
        match &found?.kind {
            FieldType::List { of, .. } => Some(of),
            _ => None,
        }
    }

    /// The fields of the items of the list at this path, to be added to.
    fn item_fields<'f>(
        &self,
        data: &'f mut Fields,
        list: &str,
        depth: usize,
    ) -> Option<&'f mut Fields> {
        if depth >= SUBPROCESS_DEPTH_MAX {
            return None;
        }
        let (first, rest) = list.split_once('.').map_or((list, None), |it| (it.0, Some(it.1)));
        let around = self.block_for(first).and_then(|block| block.for_each.as_deref());
        let (fields, path) = match (around, rest) {
            (Some(around), Some(rest)) => (self.item_fields(data, around, depth + 1)?, rest),
            _ => (data, list),
        };
        let kind = path.split('.').try_fold(Way::Fields(fields), Way::enter)?;
        match kind {
            Way::Kind(FieldType::List { of, .. }) => match &mut **of {
                FieldType::Object { fields } => Some(fields),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A place on the way along a path.
enum Way<'f> {
    Fields(&'f mut Fields),
    Kind(&'f mut FieldType),
}

impl Way<'_> {
    fn enter(self, name: &str) -> Option<Self> {
        let fields = match self {
            Self::Fields(fields) | Self::Kind(FieldType::Object { fields }) => fields,
            Self::Kind(_) => return None,
        };
        fields.get_mut(name).map(|field| Self::Kind(&mut field.kind))
    }
}

/// The steps whose results the items of this subprocess hold: not those for the items of another.
fn own_steps(block: &Subprocess) -> impl Iterator<Item = (&StepId, &Step)> {
    let inner: Vec<&Subprocess> = AllSteps::of(&block.steps)
        .filter_map(|(_, step)| step.block())
        .filter(|block| block.for_each.is_some())
        .collect();
    AllSteps::of(&block.steps).filter(move |(id, _)| {
        !inner.iter().any(|block| AllSteps::of(&block.steps).any(|(known, _)| known == *id))
    })
}

/// What a step stores, where its fields are declared.
fn result((id, step): (&StepId, &Step)) -> Option<(String, Field)> {
    let (name, fields) = match &step.element {
        Element::ServiceTask(task) => (id.to_string(), &task.receives),
        Element::CallActivity(call) => (id.to_string(), &call.receives),
        Element::ReceiveTask(task) if !task.receives.is_empty() => {
            (message_variable(&task.message).into_owned(), &task.receives)
        }
        _ => return None,
    };
    let field = Field {
        kind: FieldType::Object { fields: fields.clone() },
        title: step.title.clone(),
        hint: Texts::default(),
        optional: true,
        required_if: None,
    };
    Some((name, field))
}
