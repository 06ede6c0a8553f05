//! The pictures of the maps of the repository.

use super::printed;

const MAPS: [&str; 3] = ["border-zone-pass", "private-visit-invitation", "foreigner-registration"];

#[test]
fn pictures_show_lanes_steps_and_terms() {
    let svg = printed(&["diagram", "processes/mia/private-visit-invitation"]);
    for shown in [
        "Услугополучатель",
        "УМП ДВД",
        "Автоматически",
        "id=\"step-register_check\"",
        "1 рабочий день",
        "Сроки исполнения: в течение пяти рабочего дня",
        "<title>count(register_check.hits) &gt; 0</title>",
    ] {
        assert!(svg.contains(shown), "{shown} is missing");
    }
}

#[test]
fn the_same_map_gives_the_same_bytes() {
    for map in MAPS {
        assert_eq!(printed(&["diagram", map]), printed(&["diagram", map]), "{map}");
    }
}

#[test]
fn a_file_gets_what_would_be_printed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.svg");
    let nothing = printed(&["diagram", "border-zone-pass", "-o", &file.display().to_string()]);
    assert_eq!(nothing, "");
    let svg = std::fs::read_to_string(file).unwrap();
    assert_eq!(svg, printed(&["diagram", "border-zone-pass"]));
}

#[test]
fn mermaid_and_dot_name_every_step() {
    for map in MAPS {
        let dot = printed(&["diagram", map, "--format", "dot", "--lang", "en"]);
        let mermaid = printed(&["diagram", map, "--format", "mermaid", "--lang", "en"]);
        assert!(dot.contains("\"start\" -> \"intake\""), "{dot}");
        assert!(mermaid.starts_with("---\ntitle: \"") && mermaid.contains("\nflowchart LR\n"));
        let lanes = dot.matches("subgraph cluster_").count();
        assert_eq!(lanes, mermaid.matches("subgraph lane").count());
        assert_eq!(lanes, 5, "applicant, three units, engine: {dot}");
    }
}
