use super::*;
use crate::embedded::embedded_world;

fn world() -> World {
    embedded_world("world-2022").unwrap()
}

#[test]
fn there_are_nine_sets_and_each_fits_the_embedded_world() {
    let world = world();
    assert_eq!(elasticity_sets().len(), 9);
    assert_eq!(elasticity_sets()[0], RECOMMENDED);
    for id in elasticity_sets() {
        let set = elasticities(id, &world).unwrap();
        assert_eq!(set.theta_j.len(), 23, "{id}");
        assert!(set.theta_j.iter().all(|theta| *theta > 0.0 && *theta < 100.0), "{id}");
    }
}

#[test]
fn only_the_recommended_set_estimates_services() {
    let world = world();
    let services = world.sector("SERV").unwrap();
    let estimated: Vec<&str> =
        elasticity_sets().into_iter().filter(|id| elasticities(id, &world).unwrap().theta_j[services] != 4.0).collect();
    assert_eq!(estimated, ["fontagne2022"]);
}

#[test]
fn every_set_cites_a_key_of_the_bibliography() {
    let bibliography = include_str!("../../../../parameters/literature.bib");
    for set in SETS.iter().chain(&OTHERS) {
        assert!(bibliography.contains(&format!("{{{},", set.source)), "{}", set.source);
    }
}

#[test]
fn every_source_of_a_variable_is_in_the_bibliography() {
    let bibliography = include_str!("../../../../parameters/literature.bib");
    for variable in portolan_core::results::VARIABLES.iter().filter(|v| !v.source.is_empty()) {
        assert!(bibliography.contains(&format!("{{{},", variable.source)), "{}", variable.source);
    }
}

#[test]
fn an_unknown_set_is_named_with_the_nearest_one() {
    let findings = elasticities("fontagne2020", &world()).unwrap_err();
    assert_eq!(findings[0].code, "unknown-elasticities");
    assert!(findings[0].remedy.contains("fontagne2022"));
}

#[test]
fn a_file_with_several_faults_gives_all_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.csv");
    std::fs::write(&path, "sector,theta\nA01_02,3\nA01_02,4\nC29x,5\nC30,-2\n").unwrap();
    let findings = elasticities(&path.display().to_string(), &world()).unwrap_err();
    let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
    assert_eq!(codes[..3], ["duplicate-key", "unknown-sector", "bad-elasticity"]);
    assert_eq!(codes.iter().filter(|code| **code == "missing-elasticity").count(), 21);
}

#[test]
fn a_file_of_the_user_is_named_after_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.csv");
    let world = world();
    let rows: String = world.sectors().iter().map(|s| format!("{},4.5\n", s.code)).collect();
    std::fs::write(&path, format!("sector,theta\n{rows}")).unwrap();
    let set = elasticities(&path.display().to_string(), &world).unwrap();
    assert_eq!((set.id.as_str(), set.theta_j[3]), ("mine", 4.5));
}
