# From GTAP: headers of an aggregated database, exported as CSV, to the two files of `portolan world new`.
# Classic header names; the table in the book gives those of GTAP version 7. Base R only.
# With the package HARr the files can be skipped: har <- HARr::read_har("basedata.har"); as.data.frame.table(har$VXMD)

header <- function(name, sets) {
  data <- read.csv(file.path("gtap", paste0(name, ".csv")))
  names(data) <- c(sets, "value")
  data[setdiff(names(data), "value")] <- lapply(data[setdiff(names(data), "value")], toupper)
  data
}
total <- function(data, by) aggregate(data["value"], data[by], sum)

# 1. Flows: exports at the exporter's market price, before export taxes and margins; the duty from cif and landed values.
key <- c("sector", "exporter", "importer")
abroad <- header("VXMD", key)
duty <- merge(header("VIWS", key), header("VIMS", key), by = key, suffixes = c(".cif", ".landed"))
duty$tariff <- ifelse(duty$value.cif > 0, duty$value.landed / duty$value.cif - 1, 0)
abroad <- merge(abroad, duty[c(key, "tariff")], by = key)

# Domestic sales: what firms (investment goods included), households and government buy at home ...
firms <- header("VDFM", c("sector", "user", "importer"))
home <- total(rbind(
  total(firms, c("sector", "importer")),
  header("VDPM", c("sector", "importer")),
  header("VDGM", c("sector", "importer"))
), c("sector", "importer"))
# ... and sales to international transport, which have no destination.
margins <- header("VST", c("sector", "importer"))
home <- total(rbind(home, margins), c("sector", "importer"))

flows <- rbind(
  abroad[abroad$exporter != abroad$importer, c("importer", "exporter", "sector", "value", "tariff")],
  data.frame(importer = home$importer, exporter = home$importer, sector = home$sector, value = home$value, tariff = 0)
)
names(flows)[4] <- "trade"
write.csv(flows[order(flows$importer, flows$exporter, flows$sector), ], "flows.csv", row.names = FALSE, quote = FALSE)

# 2. Inputs, domestic and imported together, at market prices. CGDS is final use. Value added is left out: it is what
# inputs leave of output, so payments to factors and all taxes on production, factors and inputs.
imported <- header("VIFM", c("sector", "user", "importer"))
io <- total(rbind(firms, imported), c("sector", "user", "importer"))
names(io) <- c("input", "sector", "economy", "value")
io <- io[io$sector != "CGDS", c("economy", "input", "sector", "value")]
write.csv(io[order(io$economy, io$sector, io$input), ], "io.csv", row.names = FALSE, quote = FALSE)

# 3. What was left behind: revenue of duties here (on producer prices) and in GTAP (on cif values).
here <- sum(flows$trade * flows$tariff)
gtap <- sum(header("VIMS", key)$value) - sum(header("VIWS", key)$value)
cat(sprintf("revenue of duties: %.2f here, %.2f in GTAP\n", here, gtap))

# 4. The world and the run.
portolan <- function(...) stopifnot(system2("portolan", shQuote(c(...))) == 0)
portolan("world", "new", "world", "--from", "flows.csv", "--io", "io.csv",
         "--unit", "USD mn", "--year", "2019", "--services", "SVC")
portolan("run", "gtap.toml", "--out", "answer", "--format", "csv,dta")

# 5. The results.
results <- read.csv("answer/results.csv")
income <- results[results$variable == "real_income", ]
answer <- data.frame(economy = income$economy, variant = income$variant, percent = 100 * (income$value / income$reference - 1))
print(answer, row.names = FALSE)
write.csv(answer, "real_income.csv", row.names = FALSE, quote = FALSE)
