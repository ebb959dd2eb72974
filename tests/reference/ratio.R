# Reference values for geo/analysis/comparison: the ratio of two rates with its exact interval. Writes ratio.json.
library(jsonlite)

counts <- list(c(11, 21), c(3, 9), c(40, 38), c(250, 400), c(1, 7), c(5200, 4900), c(12, 12))
exposures <- list(c(800, 3011), c(30, 90), c(1, 1), c(1200.5, 2400), c(10, 11), c(31 * 4e5, 30 * 3.9e5), c(0.25, 700))
tests <- Map(function(count, exposure) {
  test <- poisson.test(count, exposure)
  list(
    counts = count, exposures = exposure,
    ratio = unname(test$estimate), lower = test$conf.int[1], upper = test$conf.int[2]
  )
}, counts, exposures)

write_json(list(R = paste(R.version$major, R.version$minor, sep = "."), tests = tests),
  "ratio.json", auto_unbox = TRUE, digits = 15
)
