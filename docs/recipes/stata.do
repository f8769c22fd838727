* From Stata: flows and an input-output table to a world, a run, and its results back into Stata.
* Needs trade.csv, output.csv, inputs.csv, elasticities.csv, duty.toml in the working folder and `portolan` on the path.
version 15
clear all

* 1. flows.csv: trade at producer prices, domestic sales on importer = exporter, the duty as a fraction.
import delimited using "trade.csv", varnames(1) case(preserve) clear
tempfile trade exports
save `trade'
collapse (sum) exports = value_thousand, by(origin industry)
save `exports'
import delimited using "output.csv", varnames(1) case(preserve) clear
rename country origin
merge 1:1 origin industry using `exports', nogenerate
replace exports = 0 if missing(exports)
generate double value_thousand = gross_output_thousand - exports
generate destination = origin
generate double duty_percent = 0
keep origin destination industry value_thousand duty_percent
append using `trade'
rename (destination origin industry value_thousand) (importer exporter sector trade)
generate double tariff = duty_percent / 100
sort importer exporter sector
export delimited importer exporter sector trade tariff using "flows.csv", replace

* 2. io.csv: what each sector spends on inputs and on value added, in the same unit.
import delimited using "output.csv", varnames(1) case(preserve) clear
generate bought = "value_added"
rename value_added_thousand value_thousand
keep country bought industry value_thousand
tempfile value_added
save `value_added'
import delimited using "inputs.csv", varnames(1) case(preserve) clear
append using `value_added'
rename (country bought industry value_thousand) (economy input sector value)
sort economy sector input
export delimited economy input sector value using "io.csv", replace

* 3. The world and the run.
shell portolan world new world --from flows.csv --io io.csv --unit "USD thousand" --year 2019 --services svc
shell portolan run duty.toml --out answer --format dta

* 4. The results.
use "answer/results.dta", clear
keep if variable == "real_income"
generate double percent = 100 * (value / reference - 1)
list economy variant percent, noobs
