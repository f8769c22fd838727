//! Another run has other words: signs, ranks, verdicts and titles follow the rows.

use portolan_core::results::{Kind, Row};

use super::fixture::{files, material, rows};
use super::page::without_tags;
use crate::briefing;
use crate::material::{Case, CaseFiles, Material};

/// The section of a page as plain text.
fn section(rows: &[Row], id: &str) -> String {
    let html = briefing(rows, &material()).html;
    let start = format!("<section id=\"{id}\"");
    let section = html.split(&start).nth(1).unwrap_or_else(|| panic!("no section {id}"));
    without_tags(section.split("</section>").next().unwrap_or(""))
}

/// Rows with the change of some of them multiplied.
fn scaled(wanted: impl Fn(&Row) -> bool, factor: f64) -> Vec<Row> {
    let mut rows = rows();
    for row in rows.iter_mut().filter(|row| wanted(row)) {
        row.value = row.reference + factor * (row.value - row.reference);
    }
    rows
}

fn income_of_pipeline(row: &Row) -> bool {
    row.variable == "real_income" && row.policy == "pipeline" && row.economy == "ARC"
}

#[test]
fn the_verdict_names_the_part_of_the_distance_and_the_reference() {
    let answer = section(&rows(), "answer");
    assert!(answer.contains("On what was known on 24 October 2025, the pipeline does not reach the target by itself: at full phase-in it covers 2.8 to 6.0% of the distance and changes real income by 0.13 to 0.27%, against a world in which"), "{answer}");
    assert!(answer.contains("Not by itself: of the way to double exports outside Megara within ten years, the pipeline covers 2.8 to 6.0% at full phase-in: A$2.0 to A$4.2 bn of exports a year on a base of A$70.00 bn of goods"), "{answer}");
    assert!(answer.contains("growth of 7.2% a year until 2035"), "{answer}");
}

#[test]
fn a_policy_that_covers_the_whole_distance_succeeds() {
    let answer = section(&scaled(|row| row.variable == "target_covered", 50.0), "answer");
    assert!(answer.contains("the pipeline reaches the target"), "{answer}");
    assert!(answer.contains("Yes, once phased in: of the way"), "{answer}");
    let either = section(&scaled(|row| row.variable == "target_covered", 25.0), "answer");
    assert!(either.contains("may reach the target, which this model does not decide"), "{either}");
    let away = section(&scaled(|row| row.variable == "target_covered", -1.0), "answer");
    assert!(away.contains("leads away from the target") && away.contains("No: of the way"), "{away}");
}

#[test]
fn a_sign_that_flips_turns_a_gain_into_a_loss() {
    let gains = section(&rows(), "answer");
    let loses = section(&scaled(income_of_pipeline, -1.0), "answer");
    assert!(gains.contains("The pipeline0.13 to 0.27%") && gains.contains("gains"), "{gains}");
    assert!(loses.contains("changes real income by \u{2212}0.27 to \u{2212}0.13%"), "{loses}");
    assert!(loses.contains("loses") && !gains.contains("loses"), "{loses}");
}

#[test]
fn signs_that_differ_in_two_sets_leave_the_question_open() {
    let two = |row: &Row| income_of_pipeline(row) && ["low", "high"].contains(&row.set.as_str());
    let open = section(&scaled(two, -1.0), "answer");
    assert!(open.contains("this model does not decide the sign: same sign in 3 of 5 sets"), "{open}");
    let one = |row: &Row| income_of_pipeline(row) && row.set == "low";
    let decided = section(&scaled(one, -1.0), "answer");
    assert!(
        decided.contains("(same sign in 4 of 5 sets)") && !decided.contains("does not decide the sign"),
        "{decided}"
    );
}

#[test]
fn a_sign_that_turns_on_a_judgement_says_so() {
    let end = |row: &Row| income_of_pipeline(row) && row.variant == "specific-low";
    let open = section(&scaled(end, -1.0), "answer");
    assert!(open.contains("the sign turns on what is judged"), "{open}");
}

#[test]
fn what_does_not_show_is_said_not_to_show() {
    let nothing = section(&scaled(income_of_pipeline, 1e-3), "answer");
    assert!(nothing.contains("has no visible effect (below 0.01%) on real income"), "{nothing}");
}

#[test]
fn ranks_of_deals_follow_their_worth() {
    let answer = section(&rows(), "answer");
    assert!(
        answer.contains("An agreement with Boeotia is worth 0.11 to 0.23%, more than one with Thebes (0.01 to 0.03%)"),
        "{answer}"
    );
    assert!(answer.contains("An agreement with Thebes brings no visible tariff cut over the one in force"), "{answer}");
    let deals = |row: &Row| row.policy == "arc-the" && row.layer == "non-tariff";
    let swapped = scaled(deals, 20.0);
    assert!(section(&swapped, "answer").contains("Thebes is worth 0.28 to 0.60%, more than one with Boeotia"));
    assert!(
        section(&swapped, "markets").contains("An agreement with Thebes is worth more on goods than any other here")
    );
}

#[test]
fn ranges_that_cross_make_no_ranking() {
    let mut rows = rows();
    for row in rows.iter_mut().filter(|row| row.policy == "arc-the" && row.layer == "non-tariff") {
        let worth = if ["low", "lower"].contains(&row.set.as_str()) { 0.003 } else { 0.0012 };
        row.value = row.reference + worth;
    }
    let markets = section(&rows, "markets");
    assert!(markets.contains("are worth about as much on goods: their ranges overlap"), "{markets}");
    assert!(section(&rows, "answer").contains("about as much as"));
}

#[test]
fn what_is_agreed_counts_as_nothing_in_a_deal() {
    let markets = section(&rows(), "markets");
    assert!(markets.contains("what is already agreed counts as nothing in it"), "{markets}");
    let larger = scaled(|row| row.layer == "agreed", 10.0);
    let worth = |rows: &[Row]| {
        let ledger = briefing(rows, &material()).ledger;
        ledger.iter().find(|entry| entry.id == "arc-the.new.real_income.ARC").map(|entry| entry.text.clone())
    };
    assert_eq!(worth(&larger), worth(&rows()));
}

#[test]
fn the_structure_of_measures_decides_only_where_signs_differ() {
    let us = section(&rows(), "us");
    assert!(us.contains("The structure of Megara’s measures decides the sign"), "{us}");
    assert!(us.contains("the same average would change it by \u{2212}0.45 to \u{2212}0.21% as even duties and by 0.10 to 0.23% as duties by sector"), "{us}");
    assert!(us.contains("depends on how they are arranged"), "{us}");
    let same = section(&scaled(|row| row.layer == "megara-by-sector", -1.0), "us");
    assert!(same.contains("does not decide the sign"), "{same}");
    assert!(same.contains("lower real income however the same average is arranged"), "{same}");
}

#[test]
fn measures_without_other_arrangements_are_told_all_the_same() {
    let alone = Material { structures: vec![], ..material() };
    let html = briefing(&rows(), &alone).html;
    assert!(html.contains("As a whole, Megara’s measures change real income by"));
    assert!(!html.contains("The structure of Megara’s measures"));
    assert!(html.contains("Left out of every number: investment; see"));
}

#[test]
fn only_what_falls_in_every_set_is_called_clearest() {
    let us = section(&rows(), "us");
    assert!(us.contains("Megara and the wider world"), "a case names its sections");
    assert!(us.contains("lower sales to Megara in every elasticity set, most clearly of basic metals by"), "{us}");
    let one = |row: &Row| row.layer == "megara" && row.sector == "C24" && row.set == "low";
    let fewer = section(&scaled(one, -1.0), "us");
    assert!(fewer.contains("most clearly of vehicles by"), "{fewer}");
}

#[test]
fn a_judgement_marks_what_rests_on_it() {
    let mut judged = rows();
    judged.iter_mut().filter(|row| income_of_pipeline(row)).for_each(|row| row.kind = Kind::Judged);
    let html = briefing(&judged, &material()).html;
    assert!(html.contains("<a class=\"n j\"") && html.contains("(rests on a judged input)"));
    assert!(!briefing(&rows(), &material()).html.contains("<a class=\"n j\""));
}

#[test]
fn titles_are_short_and_no_sentence_speaks_of_chance() {
    let html = briefing(&rows(), &material()).html;
    let titles: Vec<&str> =
        html.split("<span class=\"finding\">").skip(1).filter_map(|t| t.split("</span>").next()).collect();
    assert!(titles.len() >= 9, "{titles:?}");
    for title in titles {
        assert!(title.split_whitespace().count() <= 20, "{title}");
    }
    let text = without_tags(html.split("<main").nth(1).unwrap_or("")).to_lowercase();
    for word in [
        " likely",
        " chance",
        "probab",
        " will ",
        " prove",
        " optimal",
        " significant",
        " robust",
        " crucial",
        "baseline",
    ] {
        assert!(!text.contains(word), "{word}: {:?}", text.find(word).map(|at| &text[at.saturating_sub(60)..at + 20]));
    }
}

#[test]
fn the_answer_names_what_would_change_it_most() {
    let key = section(&rows(), "key");
    assert!(
        key.contains("What would change the part of the distance most, in this order: the trade elasticities"),
        "{key}"
    );
    assert!(key.contains("What would change real income most, in this order: the trade elasticities, whether half of the cut in non-tariff costs is rent, whether every factor moves between sectors and what is judged"), "{key}");
    let mobile = |row: &Row| income_of_pipeline(row) && row.variant == "mobile";
    assert!(
        section(&scaled(mobile, 10.0), "key")
            .contains("real income most, in this order: whether every factor moves between sectors, the")
    );
}

#[test]
fn a_set_that_stretches_a_range_by_half_is_named_and_left_out() {
    let answer = section(&rows(), "answer");
    assert!(answer.contains("One set, high, makes the upper end: without it 0.13 to 0.22%"), "{answer}");
    assert!(answer.contains("without high"), "the table has the same: {answer}");
    let mut even = rows();
    for row in even.iter_mut().filter(|row| income_of_pipeline(row)) {
        let factor = match row.set.as_str() {
            "high" => 1.2 / 1.5,
            "low" => 0.9 / 0.7,
            _ => 1.0,
        };
        row.value = row.reference + factor * (row.value - row.reference);
    }
    let answer = section(&even, "answer");
    assert!(!answer.contains("One set,") && !answer.contains("without high"), "{answer}");
}

#[test]
fn ranges_say_over_what_their_rows_run() {
    let over = |rows: &[Row]| section(rows, "markets");
    assert!(over(&rows()).contains("5 elasticity sets and, in one of them, the ends of what is judged"));
    let ends = |row: &Row| row.variant.starts_with("specific-") && row.variant != "specific-rent";
    let without: Vec<Row> = rows().into_iter().filter(|row| !ends(row)).collect();
    assert!(!over(&without).contains("the ends of what is judged"));
    let method = section(&rows(), "method");
    assert!(method.contains("is rent: the default set"), "{method}");
}

#[test]
fn what_would_break_the_policy_says_what_is_computed() {
    let answer = section(&rows(), "answer");
    assert!(
        answer.contains("Retaliation by Megara, delay") && answer.contains("None of these is computed"),
        "{answer}"
    );
    let mut judged = material();
    judged.deals[0].judged = true;
    let html = briefing(&rows(), &judged).html;
    assert!(html.contains("Of these only the last is computed"));
}

#[test]
fn a_province_is_named_by_its_sectors_and_not_shown_twice() {
    let who = section(&rows(), "who");
    assert!(who.contains("The Hills: income in farming and basic metals"), "{who}");
    let mut one = material();
    one.case.provinces.truncate(1);
    let html = briefing(&rows(), &one).html;
    assert!(html.contains("The Hills") && !html.contains("The Hills: income in"));
    assert!(!html.contains("pipeline.province_exposure.ARC.HI"), "farmers have that row");
}

#[test]
fn sources_at_second_hand_are_marked() {
    let method = section(&rows(), "method");
    assert!(method.contains("Source (second-hand)"), "{method}");
    assert!(!section(&rows(), "notes").contains("second-hand"));
}

#[test]
fn actors_without_a_computed_interest_are_not_given_one() {
    let who = section(&rows(), "who");
    assert!(who.contains("League of the East") && who.contains("—"), "{who}");
    assert!(who.contains("The Hills") && who.contains("Farmers"));
}

// ---- the case folder

fn codes(change: impl Fn(&mut CaseFiles)) -> Vec<&'static str> {
    let mut files = files();
    change(&mut files);
    Case::read(&files).1.into_iter().map(|finding| finding.code).collect()
}

fn replaced(text: &mut Option<String>, from: &str, to: &str) {
    let old = text.take().expect("a file");
    assert!(old.contains(from), "{from}");
    *text = Some(old.replace(from, to));
}

#[test]
fn a_text_that_quotes_a_fact_which_does_not_exist_is_a_finding() {
    assert_eq!(codes(|f| replaced(&mut f.texts, "{fact:duty-start}", "{fact:duty-begin}")), ["unknown-fact"]);
    assert_eq!(codes(|f| replaced(&mut f.texts, "[\"target-growth\"]", "[\"growth\"]")), ["unknown-fact"]);
}

#[test]
fn a_number_that_is_typed_into_a_text_is_a_finding() {
    assert_eq!(codes(|f| replaced(&mut f.texts, "three quarters", "75%")), ["number-in-text"]);
    assert!(codes(|f| replaced(&mut f.texts, "in March 2025", "on 4 March 2025")).is_empty(), "dates may stand");
}

#[test]
fn a_fact_that_was_known_later_than_its_text_is_a_finding() {
    assert_eq!(codes(|f| replaced(&mut f.texts, "known = 2025-08-01", "known = 2025-06-01")), ["late-fact"]);
}

#[test]
fn faults_of_rows_are_reported_with_their_lines_and_all_at_once() {
    let faults = codes(|f| {
        replaced(&mut f.timeline, "signed,Agreement", "sealed,Agreement");
        replaced(&mut f.facts, "2025-03-04,2025-03-04", "2025-03-04,March");
        replaced(&mut f.polls, "corinth-good", "corinth-bad");
        replaced(&mut f.texts, "source = \"https://example.org/deck\"", "sauce = \"x\"");
    });
    assert_eq!(faults, ["bad-texts", "bad-case-row", "unknown-word", "duplicate-id"]);
    let mut files = files();
    replaced(&mut files.facts, "2025-03-04,2025-03-04", "2025-03-04,March");
    let line = Case::read(&files).1.first().and_then(|finding| finding.place.line);
    assert_eq!(line, Some(2));
}

#[test]
fn what_was_not_known_is_left_out_and_counted() {
    let (case, _) = Case::read(&files());
    let (known, left_out) = case.known("2025-10-24".parse().expect("a day"));
    assert_eq!(left_out, 5, "a sentence, a fact, an event and two answers");
    assert_eq!(known.outturns.len(), case.outturns.len());
    assert!(known.facts.iter().all(|fact| fact.id != "later"));
}

#[test]
fn what_is_judged_is_told_apart_where_it_makes_a_range_long() {
    let said = "Over the elasticity sets alone, basic metals fall by";
    let metals = |row: &Row| row.variable == "exports" && row.layer == "megara" && row.sector == "C24";
    let wide = scaled(|row| metals(row) && row.variant == "specific-high", 2.5);
    assert!(briefing(&wide, &material()).markdown.contains(said));
    assert!(!briefing(&rows(), &material()).markdown.contains(said));
}

#[test]
fn a_quota_that_binds_at_one_end_only_is_said_to() {
    let with_quota = |at_the_end: f64| {
        let mut rows = rows();
        let some = rows.iter().find(|row| row.policy == "pipeline" && row.variant == "specific").unwrap().clone();
        let sets = super::fixture::SETS.map(|set| (set, "specific", 0.0));
        for (set, variant, regime) in sets.into_iter().chain([("middle", "specific-high", at_the_end)]) {
            for (variable, value) in
                [("quota_regime", regime), ("quota_fill", 0.4 + 0.6 * regime), ("quota_rate", 0.06)]
            {
                let (set, variant) = (set.to_string(), variant.to_string());
                let (economy, partner, sector) = Default::default();
                let product = "metals".to_string();
                rows.push(Row { variable, value, set, variant, economy, partner, sector, product, ..some.clone() });
            }
        }
        briefing(&rows, &material()).markdown
    };
    assert!(with_quota(1.0).contains("| not full; full, the quota binds at the high end |"));
    assert!(with_quota(0.0).contains("| not full |"));
}
