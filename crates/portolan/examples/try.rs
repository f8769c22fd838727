use portolan::*;
fn main() {
    let name = std::env::args().nth(1).unwrap();
    let t = std::time::Instant::now();
    let case = match Case::load(&name, &[]) {
        Ok(c) => c,
        Err(Error::Input { findings, .. }) => {
            for f in findings.iter().take(20) {
                println!("{f}");
            }
            panic!("{} findings", findings.len())
        }
        Err(e) => panic!("{e}"),
    };
    println!("load {:?}", t.elapsed());
    for n in &case.question.notes {
        println!("note {n}");
    }
    let detail = if std::env::args().nth(2).is_some() { Detail::BRIEFING } else { Detail::TERMINAL };
    let t = std::time::Instant::now();
    let run = match run(&case, detail) {
        Ok(r) => r,
        Err(e) => panic!("{e}"),
    };
    println!(
        "run {:?} blocks {} sweeps {}",
        t.elapsed(),
        run.blocks.len(),
        run.blocks.iter().map(|b| b.sweeps).sum::<f64>()
    );
    let c = case.scenario.country.clone().unwrap();
    let n = case.country().unwrap();
    let m = case.world.economies()[case.main_market(n)].code.clone();
    for b in run.blocks.iter().filter(|b| b.set == run.main_set) {
        let v = |var: &str, p: &str, s: &str| {
            b.value(var, &c, p, s).map_or(f64::NAN, |r| (r.value / r.reference - 1.0) * 100.0)
        };
        let sh = b.value("export_share", &c, &m, "goods").map_or((f64::NAN, f64::NAN), |r| (r.value, r.reference));
        let at = b.value("average_tariff", &m, &c, "").map_or((f64::NAN, f64::NAN), |r| (r.value, r.reference));
        println!(
            "{:18} {:22} {:14} income {:+.4} share {:.4} from {:.4} avg {:.3} from {:.3} sweeps {:.0}",
            b.policy,
            b.layer,
            b.variant,
            v("real_income", "", ""),
            sh.0,
            sh.1,
            at.0,
            at.1,
            b.sweeps
        );
        for r in b.rows.iter().filter(|r| {
            [
                "capacity_flow",
                "capacity_cost",
                "quota_rate",
                "quota_fill",
                "quota_rent",
                "non_tariff_change",
                "non_tariff_below_zero",
                "shapley_income",
                "shapley_share",
            ]
            .contains(&r.variable)
        }) {
            println!("      {} {} {:.5}", r.variable, r.product, r.value);
        }
    }
}
