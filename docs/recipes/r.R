# From R: flows and an input-output table to a world, a run, and its results back into R.
# Base R only; haven and arrow are used where they are installed. Needs `portolan` on the path.

trade <- read.csv("trade.csv")
output <- read.csv("output.csv")
inputs <- read.csv("inputs.csv")

# 1. flows.csv: trade at producer prices, domestic sales on importer = exporter, the duty as a fraction.
exports <- aggregate(value_thousand ~ origin + industry, trade, sum)
home <- merge(output, exports, by.x = c("country", "industry"), by.y = c("origin", "industry"), all.x = TRUE)
home$value_thousand[is.na(home$value_thousand)] <- 0
flows <- rbind(
  data.frame(
    importer = home$country, exporter = home$country, sector = home$industry,
    trade = home$gross_output_thousand - home$value_thousand, tariff = 0
  ),
  data.frame(
    importer = trade$destination, exporter = trade$origin, sector = trade$industry,
    trade = trade$value_thousand, tariff = trade$duty_percent / 100
  )
)
flows <- flows[order(flows$importer, flows$exporter, flows$sector), ]
write.csv(flows, "flows.csv", row.names = FALSE, quote = FALSE)

# 2. io.csv: what each sector spends on inputs and on value added, in the same unit.
io <- rbind(
  data.frame(economy = inputs$country, input = inputs$bought, sector = inputs$industry, value = inputs$value_thousand),
  data.frame(economy = output$country, input = "value_added", sector = output$industry, value = output$value_added_thousand)
)
write.csv(io[order(io$economy, io$sector, io$input), ], "io.csv", row.names = FALSE, quote = FALSE)

# 3. The world and the run.
portolan <- function(...) stopifnot(system2("portolan", shQuote(c(...))) == 0)
portolan("world", "new", "world", "--from", "flows.csv", "--io", "io.csv",
         "--unit", "USD thousand", "--year", "2019", "--services", "svc")
portolan("run", "duty.toml", "--out", "answer", "--format", "csv,dta,parquet")

# 4. The results, from each form that can be read here.
percent <- function(results) {
  rows <- results[results$variable == "real_income", ]
  data.frame(economy = rows$economy, variant = rows$variant, percent = 100 * (rows$value / rows$reference - 1))
}
answer <- percent(read.csv("answer/results.csv"))
print(answer, row.names = FALSE)
if (requireNamespace("haven", quietly = TRUE)) {
  stopifnot(all.equal(percent(as.data.frame(haven::read_dta("answer/results.dta"))), answer, check.attributes = FALSE))
  cat("read by haven: the same\n")
}
if (requireNamespace("arrow", quietly = TRUE)) {
  stopifnot(all.equal(percent(as.data.frame(arrow::read_parquet("answer/results.parquet"))), answer, check.attributes = FALSE))
  cat("read by arrow: the same\n")
}
write.csv(answer, "real_income.csv", row.names = FALSE, quote = FALSE)
