"""The steps of stata.do for those who have no Stata at hand; also what tests them. Needs pandas and `portolan` on the path."""

import subprocess

import pandas as pd

trade = pd.read_csv("trade.csv")
output = pd.read_csv("output.csv")
inputs = pd.read_csv("inputs.csv")

# 1. flows.csv: trade at producer prices, domestic sales on importer = exporter, the duty as a fraction.
exports = trade.groupby(["origin", "industry"], as_index=False)["value_thousand"].sum()
home = output.rename(columns={"country": "origin"}).merge(exports, how="left", on=["origin", "industry"])
home["value_thousand"] = home["gross_output_thousand"] - home["value_thousand"].fillna(0)
home["destination"], home["duty_percent"] = home["origin"], 0.0
names = {"destination": "importer", "origin": "exporter", "industry": "sector", "value_thousand": "trade"}
flows = pd.concat([home[trade.columns], trade]).rename(columns=names)
flows["tariff"] = flows["duty_percent"] / 100
flows = flows.sort_values(["importer", "exporter", "sector"])
flows[["importer", "exporter", "sector", "trade", "tariff"]].to_csv("flows.csv", index=False)

# 2. io.csv: what each sector spends on inputs and on value added, in the same unit.
value_added = output.rename(columns={"value_added_thousand": "value_thousand"}).assign(bought="value_added")
names = {"country": "economy", "bought": "input", "industry": "sector", "value_thousand": "value"}
io = pd.concat([inputs, value_added[inputs.columns]]).rename(columns=names)
io.sort_values(["economy", "sector", "input"]).to_csv("io.csv", index=False)

# 3. The world and the run.
new = ["portolan", "world", "new", "world", "--from", "flows.csv", "--io", "io.csv"]
subprocess.run(new + ["--unit", "USD thousand", "--year", "2019", "--services", "svc"], check=True)
subprocess.run(["portolan", "run", "duty.toml", "--out", "answer", "--format", "dta,csv"], check=True)

# 4. The results, from the Stata file.
results = pd.read_stata("answer/results.dta")
income = results[results["variable"] == "real_income"].copy()
income["percent"] = 100 * (income["value"] / income["reference"] - 1)
print(income[["economy", "variant", "percent"]].to_string(index=False))
income[["economy", "variant", "percent"]].to_csv("real_income.csv", index=False)
