use proptest::prelude::*;

use super::geometry::{Box, Layout};
use super::*;
use crate::definition::Definition;
use crate::term::Term;
use crate::words::{Label, Words};

struct Marked;

impl Words for Marked {
    fn lang(&self) -> Lang {
        Lang::Ru
    }
    fn label(&self, label: Label) -> String {
        format!("{label:?}")
    }
    fn term(&self, term: Term) -> String {
        term.to_string()
    }
}

const MAP: &str = r#"
process: p
title: { ru: Услуга "<&>" }
authority: town
in_force: { from: 2014-01-01 }
calendar: kz
units:
  desk: { title: { ru: Окно }, group: g }
  idle: { title: { ru: Без дела }, group: g }
deadline: { within: 7 working days, from: start }
on: [{ trigger: !message withdrawn, interrupting: true, to: withdrawn }]
steps:
  intake:
    element:
      type: user_task
      outcomes: { accepted: { title: { ru: Принять } }, incomplete: { to: refused } }
    title: { ru: Приём }
    unit: desk
    action: { number: 1 }
    within: 10 minutes
    on: [{ trigger: !timer 1 working day, interrupting: false, to: refused }]
    next: [{ to: choice }]
  choice:
    element: { type: exclusive_gateway }
    next: [{ to: intake, when: a = 1 }, { to: issued }]
  issued: { element: { type: end_event }, title: { ru: Выдано } }
  refused: { element: { type: end_event } }
  withdrawn: { element: { type: end_event, terminate: true }, title: { ru: Отозвано } }
"#;

fn diagram() -> Diagram {
    let definition: Definition = serde_yaml::from_str(MAP).unwrap();
    Diagram::new(&definition, &Marked)
}

#[test]
fn figures_stand_over_the_picture_and_leave_it_as_it_is() {
    let diagram = diagram();
    let plain = diagram.to_svg().unwrap();
    let mut nodes = vec![String::new(); diagram.nodes.len()];
    nodes[1] = "12 <3>".to_owned();
    let mut flows = vec![(String::new(), 0); diagram.flows.len()];
    flows[0] = ("34".to_owned(), Figures::WEIGHT_MAX);
    let figured = diagram.to_svg_with(&Figures { nodes, flows }).unwrap();
    assert!(!plain.contains("figure"));
    assert_eq!(figured.matches("class=\"figure\"").count(), 2);
    assert!(figured.contains(">12 &lt;3&gt;<") && figured.contains(">34<"));
    assert_eq!(figured.matches("class=\"flow w4\"").count(), 1);
    let shapes = |svg: &str| svg.matches("<rect").count() + svg.matches("<path").count();
    assert_eq!(shapes(&plain), shapes(&figured));
}

#[test]
fn lanes_in_which_nothing_stands_are_left_out() {
    let diagram = diagram();
    assert_eq!(diagram.lanes, ["Applicant", "Окно"]);
    let lane = |id| diagram.nodes.iter().find(|node| node.id == id).unwrap().lane;
    assert_eq!(["start", "on-1", "issued", "intake", "choice"].map(lane), [0, 0, 0, 1, 1]);
}

#[test]
fn flows_carry_outcomes_conditions_and_terms() {
    let diagram = diagram();
    let flows: Vec<(&str, &str, &str, bool)> = diagram
        .flows
        .iter()
        .map(|flow| {
            let id = |n: usize| diagram.nodes[n].id.as_str();
            (id(flow.from), id(flow.to), flow.label.as_str(), flow.usual)
        })
        .collect();
    let expected = [
        ("start", "intake", "", true),
        ("intake", "choice", "Принять", true),
        ("intake", "refused", "incomplete", false),
        ("intake", "refused", "1 working day", false),
        ("choice", "intake", "a = 1", false),
        ("choice", "issued", "Otherwise", true),
        ("on-1", "withdrawn", "", false),
    ];
    assert_eq!(flows, expected);
    let boundary = Boundary { icon: Icon::Clock, interrupting: false };
    assert_eq!(diagram.flows[3].boundary, Some(boundary));
}

#[test]
fn svg_is_self_contained_and_says_what_it_shows() {
    let svg = diagram().to_svg().unwrap();
    assert!(svg.contains("<title id=\"title\">Услуга &quot;&lt;&amp;&gt;&quot;</title>"));
    assert!(svg.contains("<desc id=\"desc\">Applicant: Application; Выдано; refused; Отозвано; withdrawn. Окно: Приём.</desc>"));
    assert!(svg.contains("prefers-color-scheme:dark") && svg.contains("≤ 10 minutes"));
    assert!(svg.contains("TimeLimit: 7 working days"));
    let outside = svg.replace("http://www.w3.org/2000/svg", "");
    assert!(!outside.contains("http") && !outside.contains("<script") && !outside.contains("href"));
    assert_eq!(svg, diagram().to_svg().unwrap());
}

#[test]
fn mermaid_and_dot_quote_the_words_of_the_map() {
    let mermaid = diagram().to_mermaid();
    assert!(mermaid.contains("title: \"Услуга #quot;#60;#38;#62;#quot;\"\n"), "{mermaid}");
    assert!(
        mermaid.contains("  subgraph lane1 [\"Окно\"]\n    n1(\"№ 1<br>Приём<br>≤ 10 minutes\")\n")
    );
    assert!(mermaid.contains("\n  n1 ==>|\"Принять\"| n2\n") && mermaid.contains("\n  n1 -.->|"));
    let dot = diagram().to_dot();
    assert!(dot.contains("label=\"Услуга \\\"<&>\\\"\";"), "{dot}");
    assert!(dot.contains("\"choice\" -> \"intake\" [label=\"a = 1\"];"));
    assert!(dot.contains("\"intake\" -> \"refused\" [label=\"1 working day\", style=dashed];"));
}

#[test]
fn a_map_that_is_too_large_is_refused_in_words() {
    let mut diagram = diagram();
    diagram.nodes = vec![diagram.nodes[0].clone(); STEPS_MAX + 1];
    assert!(diagram.to_svg().unwrap_err().to_string().contains("mermaid or dot"));
}

/// Any graph in any lanes: loops, islands, several flows between two nodes.
fn any_diagram() -> impl Strategy<Value = Diagram> {
    let shapes = prop_oneof![
        Just(Shape::Task(Icon::User)),
        Just(Shape::Gateway(Icon::Exclusive)),
        Just(Shape::Timer),
        Just(Shape::End { terminate: true }),
    ];
    (1usize..5, prop::collection::vec((shapes, 0usize..5, ".{0,60}"), 1..16)).prop_flat_map(
        |(lanes, nodes)| {
            let count = nodes.len();
            let flow = (0..count, 0..count, ".{0,40}", any::<bool>());
            prop::collection::vec(flow, 0..30).prop_map(move |flows| drawn(lanes, &nodes, &flows))
        },
    )
}

fn drawn(
    lanes: usize,
    nodes: &[(Shape, usize, String)],
    flows: &[(usize, usize, String, bool)],
) -> Diagram {
    let node = |(n, (shape, lane, title)): (usize, &(Shape, usize, String))| Node {
        id: format!("n{n}"),
        shape: *shape,
        lane: lane % lanes,
        title: title.clone(),
        term: String::new(),
        action: None,
        within: Vec::new(),
        runs: None,
    };
    let flow = |(from, to, label, usual): &(usize, usize, String, bool)| Flow {
        from: *from,
        to: *to,
        label: label.clone(),
        boundary: None,
        usual: *usual,
    };
    Diagram {
        lang: Lang::En,
        title: String::new(),
        term: String::new(),
        lanes: (0..lanes).map(|n| n.to_string()).collect(),
        nodes: nodes.iter().enumerate().map(node).collect(),
        flows: flows.iter().map(flow).collect(),
    }
}

/// Whether a straight line runs through the inside of a node.
fn runs_through(line: &[(i32, i32)], one: &Box) -> bool {
    let overlaps = |a: i32, b: i32, middle: i32, half: i32| {
        a.min(b) < middle + half && middle - half < a.max(b).max(a.min(b) + 1)
    };
    overlaps(line[0].0, line[1].0, one.x, one.half_width)
        && overlaps(line[0].1, line[1].1, one.y, one.half_height)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_flow_is_drawn_around_the_nodes(diagram in any_diagram()) {
        let layout = Layout::new(&diagram).unwrap();
        for (flow, way) in diagram.flows.iter().zip(&layout.ways) {
            prop_assert!(way.points.len() >= 2);
            for line in way.points.windows(2) {
                prop_assert!(line[0].0 == line[1].0 || line[0].1 == line[1].1);
                for (n, one) in layout.boxes.iter().enumerate() {
                    let own = n == flow.from || n == flow.to;
                    prop_assert!(own || !runs_through(line, one), "{flow:?} runs through {n}");
                }
            }
        }
    }

    #[test]
    fn nodes_stand_apart_each_in_its_lane(diagram in any_diagram()) {
        let layout = Layout::new(&diagram).unwrap();
        for (n, one) in layout.boxes.iter().enumerate() {
            let (top, height) = layout.lanes[diagram.nodes[n].lane];
            prop_assert!(top < one.y - one.half_height && one.y + one.half_height < top + height);
            prop_assert!(one.x + one.half_width < layout.width);
            for other in &layout.boxes[n + 1..] {
                let apart = (one.x - other.x).abs() >= one.half_width + other.half_width
                    || (one.y - other.y).abs() >= one.half_height + other.half_height;
                prop_assert!(apart);
            }
        }
    }

    #[test]
    fn the_picture_is_well_formed(diagram in any_diagram()) {
        let svg = diagram.to_svg().unwrap();
        prop_assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
        prop_assert!(svg.chars().all(|c| c == '\n' || !c.is_control()));
    }
}

#[test]
fn a_subprocess_names_its_steps_and_shows_how_it_runs() {
    let map = |how: &str| {
        let steps = "steps: { talk: { type: user_task, unit: desk }, each: { type: subprocess, \
                     steps: { note: { type: timer, wait: 1 hour } } }, heard: { type: end_event } }";
        let text = format!("steps:\n  hearings: {{ type: subprocess, {how}{steps} }}\n");
        Diagram::new(&crate::language::definition_of(&text), &Marked)
    };
    let once = map("");
    let within: Vec<_> =
        once.nodes[1].within.iter().map(|(depth, title)| (*depth, title.as_str())).collect();
    assert_eq!(within, [(0, "talk"), (0, "each"), (1, "note")]);
    assert_eq!(once.nodes[1].runs, None);
    let side_by_side = map("for_each: guests, item: guest, ");
    assert_eq!(side_by_side.nodes[1].runs, Some(Runs::Parallel));
    assert!(side_by_side.to_mermaid().contains("· each<br>  · note<br>⫴"));
    assert!(side_by_side.to_svg().unwrap().contains("m-4-5v10m4-10v10m4-10v10"));
    let in_turn = map("for_each: guests, item: guest, sequential: true, ");
    assert!(in_turn.to_dot().contains("· note\\n≡"));
}
