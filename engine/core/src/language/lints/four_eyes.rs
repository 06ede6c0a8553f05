//! Four eyes are two people's: a step is not paired with itself or with a step nobody performs.

use super::View;
use crate::definition::Element;
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, step) in view.steps() {
        let (Element::UserTask(task) | Element::ManualTask(task)) = &step.element else { continue };
        let places = view.value(id, &["not_same_person_as"]).map(Node::items).unwrap_or_default();
        for (n, other) in task.not_same_person_as.iter().enumerate() {
            let why = match view.definition.step(other).map(|step| &step.element) {
                _ if other == id => "is the step itself: nobody could ever complete it",
                Some(Element::UserTask(_) | Element::ManualTask(_)) | None => continue,
                Some(_) => "is a step that no person performs",
            };
            let place = places.get(n).filter(|node| node.text() == Some(other.as_str()));
            let span = place.map_or_else(|| view.step(id), |node| node.span);
            let message = format!("`{other}` {why}");
            let help = "name the user tasks or manual tasks that somebody else must do";
            found.push(Diagnostic::new(&rules::FOUR_EYES_ALONE, span, message).help(help));
        }
    }
    found
}
