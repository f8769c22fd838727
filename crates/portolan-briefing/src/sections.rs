//! The sections of a briefing in reading order. One with nothing to say is left out.

use crate::desk::Desk;
use crate::line::Section;

mod break_it;
mod deals;
mod markets;
mod method;
mod opinion;
mod parts;
mod past;
mod quotas;
mod rival;
mod since;
mod structure;
mod summary;
mod takeaways;
mod who;
mod why;

pub(crate) use method::{Note, notes, sources};

/// All sections that have something to say.
pub(crate) fn all(desk: &mut Desk) -> Vec<Section> {
    let write: [fn(&mut Desk) -> Option<Section>; 11] = [
        summary::section,
        past::section,
        why::section,
        who::section,
        structure::section,
        markets::section,
        rival::section,
        opinion::section,
        takeaways::section,
        since::section,
        method::section,
    ];
    let mut sections: Vec<Section> = write.into_iter().filter_map(|section| section(desk)).collect();
    sections.extend(method::last_sections(desk));
    sections
}
