//! What a rule rests on: the acts and clauses behind `cites`.

use reglament_core::definition::Definition;

/// The sources of these citations, each as `act, clause`.
pub fn of(definition: &Definition, cites: &[String]) -> Vec<String> {
    let source =
        |name: &String| {
            let citation = definition.basis.get(name)?;
            let clause = Some(citation.clause.as_str()).filter(|clause| !clause.is_empty());
            Some(clause.map_or_else(
                || citation.act.clone(),
                |clause| format!("{}, {clause}", citation.act),
            ))
        };
    cites.iter().filter_map(source).collect()
}
