//! A commented scenario to start from, about a country's main market and the partner whose duties weigh most.

use std::path::Path;

use portolan_core::{Finding, Place, World};

use crate::case;
use crate::error::Error;

/// A new case: the scenario's text and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCase {
    /// Text of the scenario file.
    pub text: String,
    /// Code of the main market.
    pub market: String,
    /// Code of the partner of the first deal.
    pub partner: String,
}

/// The scenario of a case of one's own, for a country of a world; the market is its largest one unless it is named.
///
/// # Errors
/// Names that are not known; a world that cannot be read.
pub fn new_case(name: &str, country: &str, market: Option<&str>, world: &str) -> Result<NewCase, Error> {
    let (id, world) = (world, case::world(world)?);
    let place = |cell: &str| Place { file: "init".into(), cell: cell.into(), ..Default::default() };
    let index = |code: &str, cell: &str| {
        world.economy(code).ok_or_else(|| vec![case::unknown_economy(code, &world, place(cell))])
    };
    let n = index(country, "--country")?;
    let market = match market {
        Some(code) => index(code, "--market")?,
        None => largest(&world, n, &[n], |m| goods_exports(&world, n, m)),
    };
    let partner = largest(&world, n, &[n, market], |m| duties_paid(&world, n, m));
    let code = |m: usize| world.economies()[m].code.clone();
    let text = text(name, id, [&world.economies()[n], &world.economies()[market], &world.economies()[partner]]);
    Ok(NewCase { text, market: code(market), partner: code(partner) })
}

/// Writes the scenario of a new case; a file that is there already stays.
///
/// # Errors
/// A file of that name; what the operating system refuses.
pub fn write_new_case(path: &Path, case: &NewCase) -> Result<(), Error> {
    if path.exists() {
        return Err(Error::from(vec![Finding {
            code: "file-exists",
            place: Place { file: path.display().to_string(), ..Place::default() },
            message: "there is a file of that name already".into(),
            expected: "a name that is free".into(),
            remedy: "choose another name, or remove the file".into(),
        }]));
    }
    portolan_data::write_text(path, &case.text).map_err(Error::from)
}

/// The economy with the largest value among those that are not left out.
fn largest(world: &World, n: usize, left_out: &[usize], value: impl Fn(usize) -> f64) -> usize {
    let rest = (0..world.economies().len()).filter(|m| !left_out.contains(m) && world.economies()[*m].code != "ROW");
    rest.max_by(|a, b| value(*a).total_cmp(&value(*b))).unwrap_or(n)
}

fn goods(world: &World) -> impl Iterator<Item = usize> + '_ {
    (0..world.sectors().len()).filter(|j| world.sectors()[*j].goods)
}

fn goods_exports(world: &World, n: usize, m: usize) -> f64 {
    goods(world).map(|j| world.trade_nij()[(m, n, j)]).sum()
}

/// Duties that `m` collects on `n`'s goods in the world table, USD mn.
fn duties_paid(world: &World, n: usize, m: usize) -> f64 {
    goods(world).map(|j| world.trade_nij()[(m, n, j)] * world.tau_nij()[(m, n, j)]).sum()
}

fn text(name: &str, world: &str, [country, market, partner]: [&portolan_core::Economy; 3]) -> String {
    include_str!("init.toml")
        .replace("{name}", name)
        .replace("{world}", world)
        .replace("{country}", &country.code)
        .replace("{country_name}", &country.name)
        .replace("{market}", &market.code)
        .replace("{market_name}", &market.name)
        .replace("{partner}", &partner.code)
        .replace("{partner_name}", &partner.name)
        .replace("{deal}", &format!("{}-{}", country.code.to_lowercase(), partner.code.to_lowercase()))
}
