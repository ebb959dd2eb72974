# Reference values for geo/analysis/hotspots: spdep's localG and localG_perm with self neighbours, p.adjust. Writes hot-spots.json.
suppressMessages({ library(spdep); library(jsonlite) })
set.seed(20260102)

# Areas: irregular places with distance bands, rates with a raised corner.
n <- 300
xy <- round(cbind(runif(n, 0, 3000), runif(n, 0, 2500)), 1)
households <- round(runif(n, 200, 900))
raised <- (xy[, 1] - 700)^2 + (xy[, 2] - 600)^2 < 400^2
areas <- list(
  x = xy[, 1], y = xy[, 2], distanceMetres = 320,
  values = round(rpois(n, households * ifelse(raised, 0.03, 0.012)) / households * 1000, 4)
)
areas$neighbours <- dnearneigh(xy, 0, 320)

# Cells of a raster of 24 × 18, neighbours within 2.5 cells, counts with a planted spot.
columns <- 24; rows <- 18
cell <- cbind(rep(seq_len(columns), rows), rep(seq_len(rows), each = columns))
spot <- (cell[, 1] - 16)^2 + (cell[, 2] - 7)^2 <= 4
cells <- list(columns = columns, rows = rows, radiusCells = 2.5,
              values = rpois(columns * rows, ifelse(spot, 6, 2)))
cells$neighbours <- dnearneigh(cell, 0, 2.5)

permutations <- 9999
results <- function(case) {
  weights <- nb2listw(include.self(case$neighbours), style = "B", zero.policy = TRUE)
  drawn <- attr(localG_perm(case$values, weights, nsim = permutations, zero.policy = TRUE, iseed = 1), "internals")
  p <- drawn[, "Pr(z != E(Gi)) Sim"]
  # "Sim" shares ties out between both sides, "folded" counts them on the upper one.
  case$z <- as.numeric(localG(case$values, weights, zero.policy = TRUE))
  case$neighbours <- lapply(case$neighbours, function(list) if (identical(list, 0L)) integer() else list - 1L)
  c(case, list(permutations = permutations, p = p, folded = drawn[, "Pr(folded) Sim"], adjusted = p.adjust(p, "BH")))
}

output <- lapply(list(areas = areas, cells = cells), function(case) {
  result <- results(case)
  # Neighbours are the distance's: the test finds them itself, and compares how many there are.
  result$neighbours <- vapply(result$neighbours, length, 1L)
  result
})
write_json(c(list(spdep = as.character(packageVersion("spdep"))), output), "hot-spots.json",
           auto_unbox = TRUE, digits = 10)
