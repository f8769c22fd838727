//! The one table between computing and telling: tidy rows with one schema.

/// How a number came about. Anything downstream of a judgement is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Read from a source.
    Observed,
    /// Computed from observed numbers and parameters.
    Computed,
    /// Rests on somebody's judgement.
    Judged,
}

impl Kind {
    /// Name as written in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Observed => "observed",
            Kind::Computed => "computed",
            Kind::Judged => "judged",
        }
    }
}

/// One row: a variable's value under a policy, beside its value without any policy.
///
/// A text that does not apply is empty; `reference` is `NaN` where a reference makes no sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Policy id.
    pub policy: String,
    /// Regime id.
    pub regime: String,
    /// Overlay whose effect the row shows.
    pub layer: String,
    /// Elasticity set.
    pub set: String,
    /// Model variant, for example `specific` or `mobile`.
    pub variant: String,
    /// Draw, from 0.
    pub draw: Option<u32>,
    /// Year.
    pub year: Option<i32>,
    /// Economy.
    pub economy: String,
    /// Partner.
    pub partner: String,
    /// Sector.
    pub sector: String,
    /// Product.
    pub product: String,
    /// Variable, an id of [`VARIABLES`].
    pub variable: &'static str,
    /// Value under the policy, in the unit of the variable.
    pub value: f64,
    /// Value of the same set, draw and year without any policy.
    pub reference: f64,
    /// How the number came about.
    pub kind: Kind,
    /// Source ids, separated by `;`.
    pub source: String,
}

/// Names of the table's columns, in order.
pub const COLUMNS: [&str; 18] = [
    "run",
    "policy",
    "regime",
    "layer",
    "set",
    "variant",
    "draw",
    "year",
    "economy",
    "partner",
    "sector",
    "product",
    "variable",
    "unit",
    "value",
    "reference",
    "kind",
    "source",
];

/// A variable of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Name in the `variable` column.
    pub id: &'static str,
    /// Unit in the `unit` column.
    pub unit: &'static str,
    /// What it is, in one sentence.
    pub definition: &'static str,
    /// Page of the book that holds its equation.
    pub equation: &'static str,
    /// Paper or convention that it follows.
    pub source: &'static str,
}

/// The variable with this id.
pub fn variable(id: &str) -> Option<&'static Variable> {
    VARIABLES.iter().find(|v| v.id == id)
}

/// The dictionary of variables.
pub const VARIABLES: &[Variable] = &[
    Variable {
        id: "real_income",
        unit: "index",
        definition: "Final spending of an economy over its price index; its change is the equivalent variation in per cent of income.",
        equation: "model/outcomes.html#real_income",
        source: "caliendo2015",
    },
    Variable {
        id: "equivalent_variation",
        unit: "USD mn",
        definition: "Income at reference prices that would be as good as the policy, less reference income.",
        equation: "model/outcomes.html#equivalent_variation",
        source: "caliendo2015",
    },
    Variable {
        id: "real_gdp",
        unit: "index",
        definition: "Value added over the price of own output (single deflation).",
        equation: "model/outcomes.html#real_gdp",
        source: "",
    },
    Variable {
        id: "real_gdp_double_deflated",
        unit: "index",
        definition: "Output at reference producer prices less inputs at reference purchaser prices (double deflation).",
        equation: "model/outcomes.html#real_gdp_double_deflated",
        source: "",
    },
    Variable {
        id: "real_wage",
        unit: "index",
        definition: "Wage over the consumer price index.",
        equation: "model/outcomes.html#real_wage",
        source: "caliendo2015",
    },
    Variable {
        id: "consumer_prices",
        unit: "index",
        definition: "Price index of final spending, in units of world value added.",
        equation: "model/outcomes.html#consumer_prices",
        source: "caliendo2015",
    },
    Variable {
        id: "nominal_income",
        unit: "USD mn",
        definition: "Final spending: value added, tariff revenue, export-tax revenue and the trade deficit.",
        equation: "model/income.html",
        source: "caliendo2015",
    },
    Variable {
        id: "tariff_revenue",
        unit: "USD mn",
        definition: "Import duties collected.",
        equation: "model/income.html",
        source: "caliendo2015",
    },
    Variable {
        id: "export_tax_revenue",
        unit: "USD mn",
        definition: "Export taxes collected.",
        equation: "model/income.html",
        source: "",
    },
    Variable {
        id: "trade_deficit",
        unit: "USD mn",
        definition: "Imports less exports at border prices: producer prices with export taxes, without tariffs.",
        equation: "model/closures.html",
        source: "dekle2008",
    },
    Variable {
        id: "exports",
        unit: "USD mn",
        definition: "Sales to other economies at producer prices, without the importer's tariff.",
        equation: "model/sales.html",
        source: "",
    },
    Variable {
        id: "imports",
        unit: "USD mn",
        definition: "Purchases from other economies at producer prices, without the tariff.",
        equation: "model/sales.html",
        source: "",
    },
    Variable {
        id: "export_share",
        unit: "share",
        definition: "Share of a partner in an economy's exports.",
        equation: "model/diversification.html",
        source: "",
    },
    Variable {
        id: "export_hhi",
        unit: "index",
        definition: "Herfindahl–Hirschman index of export shares by partner: the sum of their squares.",
        equation: "model/diversification.html",
        source: "",
    },
    Variable {
        id: "effective_partners",
        unit: "number",
        definition: "Inverse of the Herfindahl–Hirschman index: the number of equal partners that would be as concentrated.",
        equation: "model/diversification.html",
        source: "",
    },
    Variable {
        id: "export_theil",
        unit: "index",
        definition: "Theil index of exports over partners and sectors.",
        equation: "model/diversification.html",
        source: "cadot2011",
    },
    Variable {
        id: "export_theil_between",
        unit: "index",
        definition: "Part of the Theil index that lies between partners.",
        equation: "model/diversification.html",
        source: "cadot2011",
    },
    Variable {
        id: "export_theil_within",
        unit: "index",
        definition: "Part of the Theil index that lies between the sectors sold to the same partner.",
        equation: "model/diversification.html",
        source: "cadot2011",
    },
    Variable {
        id: "output",
        unit: "USD mn",
        definition: "Gross output at producer prices.",
        equation: "model/sales.html",
        source: "",
    },
    Variable {
        id: "output_volume",
        unit: "index",
        definition: "Gross output over the producer price.",
        equation: "model/sales.html",
        source: "",
    },
    Variable {
        id: "value_added",
        unit: "USD mn",
        definition: "Value added of a sector.",
        equation: "model/factors.html",
        source: "",
    },
    Variable {
        id: "real_sector_income",
        unit: "index",
        definition: "Income of a sector's specific factor over the consumer price index.",
        equation: "model/factors.html",
        source: "jones1971",
    },
    Variable {
        id: "value_added_exports",
        unit: "USD mn",
        definition: "Value added of an economy that is absorbed by final demand of a partner, inputs traced in proportion.",
        equation: "model/exposure.html",
        source: "johnson2012",
    },
    Variable {
        id: "value_added_export_share",
        unit: "share",
        definition: "Share of a partner in the value added that an economy sells abroad.",
        equation: "model/exposure.html",
        source: "johnson2012",
    },
    Variable {
        id: "terms_of_trade",
        unit: "per cent",
        definition: "Part of the change in real income, integrated along the policy path, that comes from prices of exports over prices of imports.",
        equation: "model/decomposition.html",
        source: "caliendo2015",
    },
    Variable {
        id: "volume_of_trade",
        unit: "per cent",
        definition: "Part of the change in real income, integrated along the policy path, that comes from volumes of taxed trade.",
        equation: "model/decomposition.html",
        source: "caliendo2015",
    },
    Variable {
        id: "trade_costs",
        unit: "per cent",
        definition: "Part of the change in real income, integrated along the policy path, that comes from iceberg costs.",
        equation: "model/decomposition.html",
        source: "",
    },
    Variable {
        id: "technology",
        unit: "per cent",
        definition: "Part of the change in real income, integrated along the policy path, that comes from productivity.",
        equation: "model/decomposition.html",
        source: "hulten1978",
    },
    Variable {
        id: "transfers",
        unit: "per cent",
        definition: "Part of the change in real income, integrated along the policy path, that comes from the trade deficit.",
        equation: "model/decomposition.html",
        source: "",
    },
    Variable {
        id: "decomposition_gap",
        unit: "per cent",
        definition: "Exact change in the logarithm of real income less the sum of its parts.",
        equation: "model/decomposition.html",
        source: "",
    },
    Variable {
        id: "published_terms_of_trade",
        unit: "per cent",
        definition: "First-order terms-of-trade formula of Caliendo and Parro with finite changes at reference weights; not a welfare change for large shocks.",
        equation: "model/decomposition.html#published",
        source: "caliendo2015",
    },
    Variable {
        id: "published_volume_of_trade",
        unit: "per cent",
        definition: "First-order volume-of-trade formula of Caliendo and Parro with finite changes at reference weights; not a welfare change for large shocks.",
        equation: "model/decomposition.html#published",
        source: "caliendo2015",
    },
    Variable {
        id: "welfare_at_stake",
        unit: "per cent",
        definition: "Change in real income if the partner's tariff rises by 25 points on all goods.",
        equation: "model/exposure.html#at-stake",
        source: "",
    },
    Variable {
        id: "welfare_at_stake_both",
        unit: "per cent",
        definition: "Change in real income if goods trade with the partner is prohibited on both sides.",
        equation: "model/exposure.html#at-stake",
        source: "",
    },
    Variable {
        id: "average_tariff",
        unit: "per cent",
        definition: "Average duty of an economy on a partner's goods, weighted by the trade of the world table.",
        equation: "model/reference-world.html#average_tariff",
        source: "",
    },
    Variable {
        id: "target_covered",
        unit: "share",
        definition: "Part of the distance from today to the target of the case that a policy covers once it is phased in.",
        equation: "model/diversification.html#target_covered",
        source: "",
    },
    Variable {
        id: "non_tariff_change",
        unit: "per cent",
        definition: "Average change of iceberg costs by an agreement's non-tariff part, weighted by the trade of the world table.",
        equation: "model/agreements.html#non-tariff",
        source: "yotov2016",
    },
    Variable {
        id: "non_tariff_below_zero",
        unit: "share",
        definition: "Share of draws of the agreement effect and the elasticity in which the tariff cut alone explains more than the whole effect, so that other costs rise; counted, not clipped.",
        equation: "model/agreements.html#non-tariff",
        source: "yotov2016",
    },
    Variable {
        id: "quota_rate",
        unit: "per cent",
        definition: "Duty that would clear a tariff-rate quota: the rate within, the rate beyond, or one between them if the quota binds.",
        equation: "model/quotas.html",
        source: "",
    },
    Variable {
        id: "quota_fill",
        unit: "share",
        definition: "Imports under a tariff-rate quota over its quantity; above 1 imports pay the rate beyond.",
        equation: "model/quotas.html",
        source: "",
    },
    Variable {
        id: "quota_rent",
        unit: "USD mn",
        definition: "Rent of a tariff-rate quota.",
        equation: "model/quotas.html",
        source: "",
    },
    Variable {
        id: "quota_regime",
        unit: "number",
        definition: "Regime of a tariff-rate quota: 0 unfilled, 1 binding, 2 imports beyond it.",
        equation: "model/quotas.html",
        source: "",
    },
    Variable {
        id: "capacity_flow",
        unit: "USD mn",
        definition: "Sales through a new capacity at the table's prices.",
        equation: "model/capacity.html",
        source: "",
    },
    Variable {
        id: "capacity_cost",
        unit: "index",
        definition: "Factor on iceberg costs at which the flow of a new capacity is met.",
        equation: "model/capacity.html",
        source: "",
    },
    Variable {
        id: "growth_productivity",
        unit: "index",
        definition: "Factor on an economy's productivity at which its real GDP grows as observed.",
        equation: "model/growth.html",
        source: "",
    },
    Variable {
        id: "shapley_income",
        unit: "per cent",
        definition: "Part of a group of measures in the change of real income, in log points times 100, averaged over all orders in which the groups could be added.",
        equation: "model/reference-world.html#shapley",
        source: "shapley1953",
    },
    Variable {
        id: "shapley_share",
        unit: "points",
        definition: "Part of a group of measures in the change of the main market's share in goods exports, averaged over all orders in which the groups could be added.",
        equation: "model/reference-world.html#shapley",
        source: "shapley1953",
    },
    Variable {
        id: "province_exposure",
        unit: "per cent",
        definition: "Change of the incomes of a province's sectors, weighted by its cited shares.",
        equation: "model/outcomes.html#province_exposure",
        source: "",
    },
    Variable {
        id: "fact_percent",
        unit: "per cent",
        definition: "A number of the case file in per cent.",
        equation: "data/case-file.html",
        source: "",
    },
    Variable {
        id: "fact_points",
        unit: "points",
        definition: "A number of the case file in percentage points.",
        equation: "data/case-file.html",
        source: "",
    },
    Variable {
        id: "fact_cad_bn",
        unit: "C$ bn",
        definition: "A number of the case file in billions of Canadian dollars.",
        equation: "data/case-file.html",
        source: "",
    },
    Variable {
        id: "fact_usd_bn",
        unit: "US$ bn",
        definition: "A number of the case file in billions of US dollars.",
        equation: "data/case-file.html",
        source: "",
    },
    Variable {
        id: "fact_number",
        unit: "number",
        definition: "A number of the case file.",
        equation: "data/case-file.html",
        source: "",
    },
    Variable {
        id: "residual",
        unit: "relative",
        definition: "Largest relative residual of an equation at the returned point, evaluated afresh.",
        equation: "numerics/certificate.html",
        source: "",
    },
];
