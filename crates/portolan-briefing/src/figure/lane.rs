//! Marks of the timeline: shape is the kind, colour the actor.

/// What an event did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A tariff or another measure was raised.
    Raised,
    /// A tariff or another measure was lowered.
    Lowered,
    /// An agreement was signed or came into force.
    Signed,
    /// Talks, a summit or a review.
    Talks,
    /// A target was set.
    Target,
    /// Talks or an agreement ended.
    Ended,
}

impl EventKind {
    /// All kinds, in the order of the legend.
    pub const ALL: [Self; 6] = [Self::Raised, Self::Lowered, Self::Signed, Self::Talks, Self::Target, Self::Ended];

    /// The kind with this name in a chronology; what is merely `scheduled` counts as talks.
    pub fn read(word: &str) -> Option<Self> {
        match word {
            "raised" => Some(Self::Raised),
            "lowered" => Some(Self::Lowered),
            "signed" => Some(Self::Signed),
            "talks" | "scheduled" => Some(Self::Talks),
            "target" => Some(Self::Target),
            "ended" => Some(Self::Ended),
            _ => None,
        }
    }

    /// What the mark means.
    pub fn words(self) -> &'static str {
        match self {
            Self::Raised => "measure raised",
            Self::Lowered => "measure lowered",
            Self::Signed => "agreement signed",
            Self::Talks => "talks, summit, review",
            Self::Target => "target",
            Self::Ended => "talks ended",
        }
    }

    /// The mark around its middle.
    pub(super) fn shape(self, class: &str, hollow: bool) -> String {
        let kind = if self == Self::Ended { "mark cross" } else { "mark" };
        let class = format!("{kind} {class}{}", if hollow { " hollow" } else { "" });
        let path = match self {
            Self::Raised => "M-6,5L0,-6L6,5Z",
            Self::Lowered => "M-6,-5L0,6L6,-5Z",
            Self::Signed => "M-5,-5H5V5H-5Z",
            Self::Talks => return format!(r#"<circle cx="0" cy="0" r="5" class="{class}"/>"#),
            Self::Target => "M0,-7L7,0L0,7L-7,0Z",
            Self::Ended => "M-5,-5L5,5M5,-5L-5,5",
        };
        format!(r#"<path d="{path}" class="{class}"/>"#)
    }
}

/// The colour that an actor has in every figure, if it has one.
pub(super) fn actor_class(name: &str) -> Option<&'static str> {
    match name {
        "United States" | "USA" | "US" => Some("us"),
        "China" | "CHN" => Some("ch"),
        _ => None,
    }
}

/// Colours of the lanes: those of the actors, ink for the first other one, which is the country itself, and one for
/// all others.
pub(super) fn lane_classes(lanes: &[String]) -> Vec<&'static str> {
    let mut own = Some("me");
    lanes.iter().map(|lane| actor_class(lane).unwrap_or_else(|| own.take().unwrap_or("as"))).collect()
}
