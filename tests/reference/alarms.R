# Reference for geo/analysis/alarms: surveillance's farringtonFlexible on a hundred simulated series of weekly counts, each with past
# outbreaks and one in its last year, after Noufaily et al. (2013, Stat. Med. 32(7), 3). Writes alarms.json.
suppressMessages({ library(surveillance); library(jsonlite) })
set.seed(20260105)

weeks <- 372
tested <- 321:372

# Cases of an outbreak: as many as k standard deviations of a week, spread over weeks by a lognormal.
outbreak <- function(start, strength, means, dispersion) {
  size <- max(1, rpois(1, strength * sqrt(means[start] * dispersion)))
  at <- start + floor(rlnorm(size, 0, 0.5))
  tabulate(at[at <= weeks], weeks)
}

simulated <- function(index) {
  level <- exp(runif(1, log(0.7), log(28)))
  height <- runif(1, 0, 0.6)
  phase <- runif(1, 0, 2 * pi)
  trend <- runif(1, -0.15, 0.15)
  dispersion <- if (runif(1) < 0.3) 1 else runif(1, 1.05, 2)
  week <- seq_len(weeks)
  means <- level * exp(height * cos(2 * pi * week / 52.18 + phase) + trend * (week - weeks / 2) / 52.18)
  usual <- if (dispersion == 1) rpois(weeks, means) else rnbinom(weeks, size = means / (dispersion - 1), mu = means)
  past <- Reduce(`+`, lapply(1:4, function(i) outbreak(sample(1:290, 1), runif(1, 2, 10), means, dispersion)))
  now <- outbreak(sample(326:358, 1), runif(1, 3, 10), means, dispersion)
  counts <- usual + past + now
  series <- sts(counts, start = c(2019, 1), frequency = 52)
  # Defaults of Noufaily et al.: five years, three weeks about the same week, ten periods, half a year left out.
  found <- farringtonFlexible(series, list(
    range = tested, b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, reweight = TRUE, weightsThreshold = 2.58,
    trend = TRUE, pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = 0.01, limit54 = c(5, 4), glmWarnings = FALSE
  ))
  # Weeks are counted from 0.
  list(counts = counts, outbreak = I(which(now > 0) - 1), alarms = I(tested[as.logical(alarms(found))] - 1))
}

write_json(list(
  R = paste(R.version$major, R.version$minor, sep = "."), surveillance = as.character(packageVersion("surveillance")),
  falseAlarmRate = 0.01, firstWeek = tested[1] - 1, series = lapply(1:100, simulated)
), "alarms.json", auto_unbox = TRUE, digits = NA)
