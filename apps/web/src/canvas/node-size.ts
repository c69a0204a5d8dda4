/** In canvas units: layout, places for new nodes and the node itself agree on these. */
export const NODE_WIDTH = 272
export const NODE_HEIGHT = 76
/** From the top of one node to the top of the next below it. */
export const ROW = 140
/** From the left of one node to the left of the next beside it. */
export const COLUMN = 312
/** From the lower side of a node: where the line of one of several ways turns aside. */
export const WAY_BENDS_AT = 42
