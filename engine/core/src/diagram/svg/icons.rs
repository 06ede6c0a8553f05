//! The signs of BPMN, drawn around a middle in a square of 16.

use std::fmt::Write;

use crate::diagram::Icon;

pub(super) fn draw(svg: &mut String, icon: Icon, x: i32, y: i32) {
    put(svg, icon, &format!("translate({x} {y})"));
}

/// The same within a boundary event.
pub(super) fn small(svg: &mut String, icon: Icon, x: i32, y: i32) {
    put(svg, icon, &format!("translate({x} {y}) scale(.62)"));
}

fn put(svg: &mut String, icon: Icon, transform: &str) {
    let (path, solid) = path(icon);
    let class = if solid { "icon solid" } else { "icon" };
    let _ = write!(svg, "<path class=\"{class}\" transform=\"{transform}\" d=\"{path}\"/>");
}

/// The path, and whether it is filled.
const fn path(icon: Icon) -> (&'static str, bool) {
    match icon {
        Icon::User => ("M-6 7c0-9 12-9 12 0zM0-1.5a3.2 3.2 0 1 1 .01 0z", false),
        Icon::Manual => (
            "M-7-2h3l3-4q2-1 1.5 1.5L-.5-2H7v2.2H2M6.5.2v2H2M6 2.200v2H1.500M5 4.200v1.800H-4L-7 4z",
            false,
        ),
        Icon::Service => (
            "M-1.300-7h2.600l.4 1.900 1.700.7 1.600-1.100 1.900 1.900-1.100 1.600.7 1.700 1.900.4v2.600\
             l-1.900.4-.7 1.700-1.600 0-1.900 1.900-2.600 0-1.700-1.900-1.700 0-1.600-1.900-.7-1.700-1.900-.4\
             v-2.600l1.900-.4.7-1.700-1.100-1.600 1.900-1.900 1.600 1.100 1.700-.7zM2.300 0a2.300 2.300 0 1 1 0-.01z",
            false,
        ),
        Icon::Rule => ("M-7-5h14v10h-14zM-7-2h14M-3-2v7M-7 1.500h14", false),
        Icon::Send => ("M-7-4.500h14l-7 5.500zM-7-3v8h14v-8l-7 5.500z", true),
        Icon::Receive => ("M-7-5h14v10h-14zM-7-5l7 5.500l7-5.500", false),
        Icon::Inside => ("M-6-6h12v12h-12zM0-3.500v7M-3.500 0h7", false),
        Icon::Exclusive => ("M-6-6L6 6M6-6L-6 6", false),
        Icon::Inclusive => ("M7 0a7 7 0 1 1 0-.01z", false),
        Icon::Parallel => ("M0-9v18M-9 0h18", false),
        Icon::EventBased => ("M0-7.500L7-2.300L4.400 6H-4.400L-7-2.300z", false),
        Icon::Clock => ("M9 0a9 9 0 1 1 0-.01zM0-6.500V0l4 2.500", false),
        Icon::Error => ("M-6 6l3-10 5 5 4-7-3 10-5-5z", false),
        Icon::Signal => ("M0-7l7 12H-7z", false),
        Icon::Condition => ("M-5.500-7h11v14h-11zM-3-3.500H3M-3 0H3M-3 3.500H3", false),
        Icon::Escalation => ("M0-7l5 13-5-4.500-5 4.500z", false),
    }
}
