# Reference values for geo/analysis/density: spatstat's density.ppp and bw.scott. Writes density.json.
suppressMessages({ library(spatstat); library(jsonlite) })
set.seed(20260101)

# A concave district with a hole, metres; it touches 0 and 4000, 0 and 3000, so that pixels begin at 0.
outside <- list(
  x = c(0, 1500, 1700, 2600, 4000, 3800, 3000, 2900, 2400, 2300, 900, 300),
  y = c(400, 0, 700, 150, 500, 2200, 3000, 1800, 1750, 2800, 2600, 1500)
)
hole <- list(x = c(1200, 1350, 1800, 1700), y = c(1200, 1700, 1600, 1150))
district <- owin(poly = list(outside, hole))

clusters <- rbind(c(600, 700), c(2500, 400), c(3500, 2300), c(1250, 1100), c(2950, 2700))
near <- do.call(rbind, lapply(seq_len(nrow(clusters)), function(i) {
  cbind(rnorm(60, clusters[i, 1], 130), rnorm(60, clusters[i, 2], 130))
}))
even <- runifpoint(150, district)
xy <- round(rbind(near, cbind(even$x, even$y)), 1)
xy <- xy[inside.owin(xy[, 1], xy[, 2], district), ]
cases <- ppp(xy[, 1], xy[, 2], window = district)

# Values at the middles of our cells of `cell` metres, of which every `step`th is kept; null outside of the district.
surface <- function(sigma, cell, step) {
  image <- density.ppp(cases, sigma = sigma, eps = 2, edge = TRUE, diggle = FALSE, kernel = "gaussian")
  columns <- seq(0, floor(4000 / cell) - 1, by = step)
  rows <- seq(0, floor(3000 / cell) - 1, by = step)
  pixel <- function(at) round((at * cell + cell / 2 - 1) / 2) + 1
  perSquareKilometre <- unname(image$v[pixel(rows), pixel(columns)]) * 1e6
  list(bandwidthMetres = sigma, cellMetres = cell, step = step, peak = max(image) * 1e6,
       perSquareKilometre = signif(perSquareKilometre, 5))
}

write_json(list(
  spatstat = as.character(packageVersion("spatstat.explore")),
  outside = cbind(outside$x, outside$y), hole = cbind(hole$x, hole$y), cases = xy,
  scott = unname(bw.scott(cases, isotropic = TRUE)),
  surfaces = list(surface(200, 50, 2), surface(120, 30, 4))
), "density.json", auto_unbox = TRUE, digits = 8, na = "null")
