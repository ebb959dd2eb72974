/** How much of an area's colour is seen on paper; the base map shines through. */
export const FILL_OPACITY = 0.45
