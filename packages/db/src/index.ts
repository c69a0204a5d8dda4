export type X = 1; export const b = 1
