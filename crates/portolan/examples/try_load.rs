use portolan::*;
fn main() {
    let name = std::env::args().nth(1).unwrap();
    for _ in 0..3 { let t = std::time::Instant::now(); let case = Case::load(&name, &[]).unwrap(); println!("load {:?} {}", t.elapsed(), case.question.regimes.len()); }
}
