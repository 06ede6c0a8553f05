//! What editions of earlier versions wrote otherwise: cases run on the edition they started with, so
//! their content is read for as long as they are kept.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};

use super::{Document, FeeTable};
use crate::decision::DecisionTable;
use crate::fee::FEE;
use crate::text::Texts;

/// The documents by name. Before documents had a form and a validity, a name had only its words.
pub(super) fn documents<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<IndexMap<String, Document>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Words(Texts),
        Whole(Document),
    }
    let written = IndexMap::<String, Written>::deserialize(deserializer)?;
    let document = |written| match written {
        Written::Words(title) => Document { title, ..Document::default() },
        Written::Whole(document) => document,
    };
    Ok(written.into_iter().map(|(name, it)| (name, document(it))).collect())
}

/// The components of the fee. Before it had components, it was one table.
pub(super) fn fees<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<IndexMap<String, FeeTable>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Table(DecisionTable),
        Components(IndexMap<String, FeeTable>),
        Nothing(()),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Table(table) => IndexMap::from([(
            FEE.to_owned(),
            FeeTable { title: Texts::default(), for_each: None, reasons: IndexMap::new(), table },
        )]),
        Written::Components(components) => components,
        Written::Nothing(()) => IndexMap::new(),
    })
}

#[cfg(test)]
mod tests {
    use crate::language::from_canonical;

    const EARLIER: &str = "\
process: library-card
title: { ru: Билет, kk: Билет, en: Card }
authority: town
in_force: { from: 2026-01-01 }
calendar: office
documents:
  table: { decision: papers, hit: collect, inputs: [], outputs: [document], rules: [{ then: { document: form } }] }
  names: { form: { ru: Анкета, kk: Сауалнама, en: Form } }
fees: { decision: card, hit: first, inputs: [], outputs: [fee], rules: [{ then: { fee: '5' } }] }
steps: { end: { element: { type: end_event } } }
";

    #[test]
    fn an_edition_of_an_earlier_version_is_read() {
        let definition = from_canonical(EARLIER).unwrap();
        let names = definition.documents.unwrap().names;
        assert_eq!((&*names["form"].title.ru, names["form"].form), ("Анкета", None));
        let [(component, fee)] = definition.fees.iter().collect::<Vec<_>>()[..] else {
            panic!("one component")
        };
        assert_eq!((component.as_str(), fee.table.decision.as_str()), ("fee", "card"));
    }
}
