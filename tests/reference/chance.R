# Reference values for geo/analysis/chance, comparison and alarms: tails of R's distributions, tests of two counts, a quasi-Poisson
# regression. Writes chance.json.
library(jsonlite)
set.seed(20260104)

negativeBinomial <- expand.grid(count = c(0, 1, 3, 12, 60, 400), mean = c(0.02, 1.5, 14, 220), dispersion = c(1, 1.3, 4))
negativeBinomial$atLeast <- with(negativeBinomial, ifelse(
  dispersion == 1, ppois(count - 1, mean, lower.tail = FALSE),
  pnbinom(count - 1, size = mean / (dispersion - 1), mu = mean, lower.tail = FALSE)
))

binomial <- expand.grid(count = c(0, 1, 4, 20, 300), trials = c(1, 7, 30, 900), chance = c(0.01, 0.3, 0.5, 0.92))
binomial <- binomial[binomial$count <= binomial$trials, ]
binomial$atLeast <- with(binomial, pbinom(count - 1, trials, chance, lower.tail = FALSE))

# Two periods of 30 and 90 days: twice the smaller tail, given the sum.
first <- c(0, 2, 5, 9, 14, 40, 3, 1, 70, 6)
second <- c(9, 30, 14, 8, 20, 60, 2, 3, 210, 41)
tails <- cbind(pbinom(first - 1, first + second, 0.25, lower.tail = FALSE), pbinom(first, first + second, 0.25))
p <- ifelse(first + second < 5, NA, pmin(1, 2 * pmin(tails[, 1], tails[, 2])))

weeks <- 0:119
covariates <- cbind(1, weeks / 52, cos(2 * pi * weeks / 52))
counts <- rnbinom(120, size = 6, mu = exp(1.6 + 0.2 * covariates[, 2] + 0.4 * covariates[, 3]))
weights <- round(runif(120, 0.2, 1), 2)
model <- summary(glm(counts ~ covariates - 1, family = quasipoisson, weights = weights, epsilon = 1e-12))

write_json(list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  negativeBinomial = negativeBinomial, binomial = binomial,
  comparison = list(first = first, second = second, exposures = c(30, 90), p = p, adjusted = p.adjust(p, "BH")),
  regression = list(counts = counts, weights = weights, coefficients = unname(model$coefficients[, 1]),
                    unscaled = unname(model$cov.unscaled))
), "chance.json", auto_unbox = TRUE, digits = NA, na = "null")
