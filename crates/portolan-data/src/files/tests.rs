use super::*;

#[test]
fn a_file_is_written_with_its_folders_and_leaves_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/text.txt");
    write_text(&path, "one").unwrap();
    write_text(&path, "two").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_write_that_fails_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text.txt");
    write_text(&path, "old").unwrap();
    let failed = write_atomically(&path, |file| {
        file.write_all(b"half").unwrap();
        Err(Error::Exists(path.clone()))
    });
    assert!(failed.is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_appears_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("world");
    assert!(write_folder(&path, |_| Err(Error::Exists("x".into()))).is_err());
    assert!(!path.exists());
    write_folder(&path, |inside| write_text(&inside.join("a.txt"), "a")).unwrap();
    assert_eq!(fs::read_to_string(path.join("a.txt")).unwrap(), "a");
    assert!(matches!(write_folder(&path, |_| Ok(())), Err(Error::Exists(_))));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// FIPS 180-4, the message "abc".
#[test]
fn the_fingerprint_is_sha_256() {
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
