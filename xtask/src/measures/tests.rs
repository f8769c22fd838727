use super::*;

const HEADER: &str = "partner,sector,date,measure_group,share_of_cell,rate_pp,contribution_pp,confidence\n";

fn table_of(body: &str) -> Result<String> {
    table(&rows(&format!("{HEADER}{body}"))?)
}

#[test]
fn the_country_rate_comes_last_and_rates_stay_as_given() {
    let body = "CHN,C29,2025-10-24,country-rate,1.0,27.50,27.5,high\n\
                CHN,C29,2025-10-24,metals,0.1,50.0,5.0,medium\n\
                CAN,C16,2025-10-24,lumber,0.4663,10.0,4.663,judged\n";
    let expected = "importer,exporter,sector,add,share,part,from,source,judged_by\n\
                    USA,CAN,C16,10.0%,0.4663,us/lumber,2025-10-24,us-measures,portolan\n\
                    USA,CHN,C29,50.0%,0.1,us/metals,2025-10-24,us-measures,\n\
                    USA,CHN,C29,27.50%,1.0,us/country-rate,2025-10-24,us-measures,\n";
    assert_eq!(table_of(body).unwrap(), expected);
}

#[test]
fn other_days_medicines_and_empty_shares_are_left_out() {
    let body = "CAN,C24,2026-10-09,s338,0.5,50.0,25.0,high\n\
                SGP,C21,2025-10-24,other,0.2,100.0,20.0,judged\n\
                CAN,A03,2025-10-24,metals,0.0,50.0,0.002,medium\n";
    assert_eq!(table_of(body).unwrap().lines().count(), 1);
}

#[test]
fn an_extract_that_contradicts_itself_is_refused() {
    for (body, message) in [
        ("CAN,C24,2025-10-24,metals,0.5,50.0,2.5,high\n", "share times rate is not the contribution: CAN, C24, metals"),
        ("CAN,C24,2025-10-24,metals,1.5,50.0,75,high\n", "the share lies outside 0 to 1: CAN, C24, metals"),
        ("CAN,C24,2025-10-24,ships,0.5,50.0,25,high\n", "unknown group: CAN, C24, ships"),
    ] {
        assert_eq!(table_of(body).unwrap_err().to_string(), message);
    }
    assert_eq!(rows("partner,sector\n").unwrap_err().to_string(), "the column `date` is missing");
}
