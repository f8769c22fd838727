use super::*;

#[test]
fn every_embedded_world_is_consistent_and_names_itself() {
    for id in embedded_worlds() {
        assert_eq!(embedded_world(id).unwrap().id(), id);
    }
}

#[test]
fn the_world_of_2022_has_the_size_and_output_of_its_source() {
    let world = embedded_world("world-2022").unwrap();
    assert_eq!((world.economies().len(), world.sectors().len()), (77, 23));
    let output: f64 = world.y_nj().as_slice().iter().sum();
    assert!((output - 199_691_318.0).abs() < 1.0, "{output}");
    assert!(world.deficit_n().iter().sum::<f64>().abs() < 1e-10 * output);
}

#[test]
fn three_in_four_dollars_of_canadian_goods_go_to_the_united_states() {
    let world = embedded_world("world-2022").unwrap();
    let (canada, usa) = (world.economy("CAN").unwrap(), world.economy("USA").unwrap());
    let (mut to_usa, mut total) = (0.0, 0.0);
    for (j, _) in world.sectors().iter().enumerate().filter(|(_, s)| s.goods) {
        for n in (0..world.economies().len()).filter(|&n| n != canada) {
            total += world.trade_nij()[(n, canada, j)];
        }
        to_usa += world.trade_nij()[(usa, canada, j)];
    }
    assert!((to_usa / total - 0.723).abs() < 5e-4, "{}", to_usa / total);
}

/// Mean duty of an importer on Canada's goods, weighted by trade.
fn duty_on_canada(world: &World, importer: &str) -> f64 {
    let (n, i) = (world.economy(importer).unwrap(), world.economy("CAN").unwrap());
    let goods = || (0..world.sectors().len()).filter(|&j| world.sectors()[j].goods);
    let trade: f64 = goods().map(|j| world.trade_nij()[(n, i, j)]).sum();
    goods().map(|j| world.trade_nij()[(n, i, j)] * world.tau_nij()[(n, i, j)]).sum::<f64>() / trade
}

/// Bounds: trade-weighted means from the published facts behind the corrections, in per cent of value, with 0.3 points either
/// way. Indonesia is 2.1 on the basket of wheat, potash and pulp that Canada sells, and 5.0 on plain means of lines.
#[test]
fn duties_on_canadian_goods_agree_with_the_facts_that_correct_them() {
    let world = embedded_world("world-2022").unwrap();
    let bounds = [
        ("IDN", 1.7, 5.3),
        ("MYS", 4.2, 4.8),
        ("KOR", 1.1, 1.7),
        ("VNM", 2.6, 3.2),
        ("JPN", 0.6, 1.2),
        ("CHN", 3.4, 4.0),
    ];
    for (importer, low, high) in bounds {
        let duty = 100.0 * duty_on_canada(&world, importer);
        assert!((low..=high).contains(&duty), "{importer}: {duty:.2}%");
    }
}

#[test]
fn services_pay_no_duty_and_no_rate_exceeds_one_half() {
    let world = embedded_world("world-2022").unwrap();
    let services = world.sector("SERV").unwrap();
    assert!(world.tau_nij().sector(services).iter().all(|tau| *tau == 0.0));
    assert!(world.tau_nij().as_slice().iter().all(|tau| (0.0..=0.5).contains(tau)));
}

#[test]
fn every_final_demand_is_positive_where_something_is_bought() {
    let world = embedded_world("world-2022").unwrap();
    for (f, x) in world.final_nj().as_slice().iter().zip(world.x_nj().as_slice()) {
        assert!(*f >= 0.99e-3 * x);
    }
}

#[test]
fn an_unknown_world_is_named_with_the_nearest_one() {
    let findings = embedded_world("world-2020").unwrap_err();
    assert_eq!(findings[0].code, "unknown-world");
    assert!(findings[0].remedy.contains("world-2022"));
}

#[test]
fn the_embedded_worlds_stay_small() {
    let size = |id: &str| embedded_files(id).unwrap().iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    assert!(size("world-2022") <= 3_000_000);
    assert!(size("nafta-1993") <= 1_000_000);
}
