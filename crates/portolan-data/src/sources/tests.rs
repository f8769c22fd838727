use super::*;

#[test]
fn every_source_file_is_complete() {
    for source in sources().unwrap() {
        for text in [&source.title, &source.publisher, &source.licence, &source.citation, &source.terms, &source.allows]
        {
            assert!(!text.trim().is_empty(), "{}", source.id);
        }
        assert!(source.url.starts_with("https://"), "{}", source.id);
        assert_eq!(source.accessed.len(), 10, "{}", source.id);
    }
}

#[test]
fn every_source_of_an_embedded_world_or_product_has_a_file() {
    let known: Vec<String> = sources().unwrap().into_iter().map(|source| source.id).collect();
    for id in crate::embedded_worlds() {
        let world = crate::embedded_world(id).unwrap();
        let products = crate::products(&world).unwrap();
        let of_products = products.cells().flat_map(|(_, weights)| weights.iter().map(|w| w.source.as_str()));
        let of_world = world.tables().sources.iter().map(String::as_str);
        for source in of_world.chain(of_products) {
            assert!(known.iter().any(|k| k == source), "{id}: {source}");
        }
    }
}

#[test]
fn every_file_of_the_folder_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/sources");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut listed: Vec<String> = SOURCES.iter().map(|(id, _)| id.to_string()).collect();
    listed.sort();
    assert_eq!(files, listed);
}

#[test]
fn a_missing_key_is_named() {
    let finding = parse_source("x", "title = \"T\"\n").unwrap_err();
    assert_eq!(finding.code, "bad-source");
    assert!(finding.message.contains("missing field"), "{finding}");
}
