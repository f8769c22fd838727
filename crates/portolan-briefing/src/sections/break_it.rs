//! What could break it: the structure of measures, what is judged, and how the model is closed.

use crate::claim::{Sign, sign};
use crate::desk::{Desk, the};
use crate::ledger::Quantity;
use crate::line::{Line, Piece, say};
use crate::series::{At, Measure};

pub(super) fn answer(desk: &mut Desk, main: &str) -> Line {
    threats(desk).then(other_variants(desk, main))
}

/// What would undo agreements, and what of it the ranges hold.
fn threats(desk: &Desk) -> Line {
    if desk.m.deals.is_empty() || desk.m.partner.code.is_empty() {
        return Line::default();
    }
    let held = desk.m.deals.iter().any(|deal| deal.judged) && desk.book.over().at_ends > 0;
    let parts = [("partner", Line::from(the(&desk.m.partner.name)))];
    match held {
        true => say(
            "Retaliation by {partner}, delay, agreements that never enter into force, preferences that few claim. Of these only the last is computed, as an end of the ranges; a deal that stays out of force loses all that the table of deals gives it.",
            &parts,
        ),
        false => say(
            "Retaliation by {partner}, delay, agreements that never enter into force, preferences that few claim. None of these is computed in this edition.",
            &parts,
        ),
    }
}

/// Whether the arrangement of the same average decides the sign.
pub(super) fn structure(desk: &mut Desk) -> Line {
    let effects = structures(desk);
    let [(first, own), rest @ ..] = effects.as_slice() else { return Line::default() };
    if rest.is_empty() {
        return Line::default();
    }
    let (own_text, title) = (desk.cite(own), desk.layer_title(first));
    let mut others = Line::default();
    for (n, (id, effect)) in rest.iter().enumerate() {
        let link = if n == 0 { "" } else { " and " };
        others.0.push(Piece::Text { text: format!("{link}by ") });
        others.0.extend(desk.cite(effect).0);
        others.0.push(Piece::Text { text: format!(" as {}", desk.layer_title(id)) });
    }
    let decides = match (signs_differ(&effects), effects.iter().any(|(_, q)| sign(q).open())) {
        (false, _) => "does not decide the sign",
        (true, false) => "decides the sign",
        (true, true) => "matters for the sign",
    };
    let parts = [("title", title.into()), ("decides", decides.into()), ("own", own_text), ("others", others)];
    say(
        "The structure of {title} {decides} of what they do: as they are, they change real income by {own}; \
         the same average would change it {others}.",
        &parts,
    )
}

/// Real income under each arrangement of the main partner's measures, as they are first.
pub(super) fn structures(desk: &Desk) -> Vec<(String, Quantity)> {
    let all = desk.m.structures.iter();
    all.filter_map(|s| Some((s.code.clone(), desk.layer_income(&s.code)?))).collect()
}

pub(super) fn signs_differ(effects: &[(String, Quantity)]) -> bool {
    let class = |q: &Quantity| match sign(q) {
        Sign::OpenBySets | Sign::OpenByJudgement => Sign::OpenBySets,
        sign => sign,
    };
    effects.windows(2).any(|pair| class(&pair[0].1) != class(&pair[1].1))
}

/// Real income of a policy under another variant of the model.
pub(super) fn under(desk: &Desk, policy: &str, variant: &str) -> Option<Quantity> {
    let at = At { variable: "real_income", policy, economy: &desk.m.country.code, ..At::default() };
    let series = desk.book.variant(&at, Measure::Change, variant)?;
    let name = format!("Real income of {}: {}, {variant}", desk.m.country.name, desk.policy_title(policy));
    let id = format!("{}.{variant}", at.slug());
    Some(desk.made(series, &at, Measure::Change, String::new()).named(&id, name))
}

/// The variant of the model that moves the answer most.
fn other_variants(desk: &mut Desk, main: &str) -> Line {
    let Some(own) = desk.income(main) else { return Line::default() };
    let shift = |q: &Quantity| (q.range().mid - own.range().mid).abs();
    let others = desk.m.variants.others.iter();
    let others = others.filter_map(|variant| Some((variant.name.clone(), under(desk, main, &variant.code)?)));
    let Some((variant, other)) = others.max_by(|a, b| shift(&a.1).total_cmp(&shift(&b.1))) else {
        return Line::default();
    };
    let effect = desk.effect(&other, "real income");
    let parts = [("variant", variant.into()), ("policy", desk.policy_title(main).into()), ("effect", effect)];
    match other.range().sets {
        1 => say("If {variant}, {policy} {effect} in the default elasticity set.", &parts),
        _ => say("If {variant}, {policy} {effect}.", &parts),
    }
}
