/** A reason not to start that the person at the terminal can act on: one sentence, shown without a stack. */
export class StartProblem extends Error {
  override name = 'StartProblem'
}
