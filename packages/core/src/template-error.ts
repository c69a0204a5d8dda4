/** A text whose insertions could not be read (`template-failed`) or that needs a value which is not there (`value-missing`). */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly code: 'value-missing' | 'template-failed'
  /** The path that has no value: `subject.client.email`. */
  readonly path: string | undefined
  /** The config field that it stands in, where that is known. */
  readonly field: string | undefined

  constructor(code: TemplateError['code'], message: string, path?: string, cause?: unknown, field?: string) {
    super(message, { cause })
    this.code = code
    this.path = path
    this.field = field
  }

  /** The same error, of this config field. */
  in(field: string): TemplateError {
    return new TemplateError(this.code, this.message, this.path, this, field)
  }

  static missing(path: string): TemplateError {
    return new TemplateError(
      'value-missing',
      `"${path}" has no value. Fill it in where it comes from, or give it a fallback.`,
      path,
    )
  }

  /** Anything thrown while a template was read or rendered, as the one error that callers know. */
  static from(error: unknown): TemplateError {
    for (let cause: unknown = error; cause instanceof Error; cause = originalOf(cause)) {
      if (cause instanceof TemplateError) return cause
      if (cause.name === 'InternalUndefinedVariableError' && 'variableName' in cause) {
        return TemplateError.missing(String(cause.variableName))
      }
    }
    return new TemplateError('template-failed', sentenceFor(error), undefined, error)
  }
}

function originalOf(error: Error): unknown {
  return 'originalError' in error ? error.originalError : undefined
}

function sentenceFor(error: unknown): string {
  // LiquidJS ends its messages with ", line:1, col:7"; only the first line says what is wrong.
  const message =
    (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/, line:\d+.*$/, '') ?? ''
  const filter = /^undefined filter: (.+)$/.exec(message)?.[1]
  if (filter) return `There is no filter "${filter}". Take one from the list, such as upcase, date, money or default.`
  const tag = /^tag "(.*)" not found$/.exec(message)?.[1]
  if (tag !== undefined) return `"{% ${tag} %}" cannot be used here; only if, unless, case and comment can.`
  const open = /^(output|tag) (.*) not closed$/.exec(message)
  if (open?.[1] === 'output') return `"${short(open[2])}" is not closed: end it with }}.`
  if (open) return `"${short(open[2])}" is not closed: end it with its own end, such as {% endif %}.`
  if (/limit exceeded|too long|call stack/i.test(message)) return 'This text does too much. Make it shorter or simpler.'
  return `What stands in braces cannot be read (${short(message)}). Use the form {{subject.client.first_name}}.`
}

function short(text = ''): string {
  const bare = text.replace(/^"|"$/g, '')
  return bare.length > 60 ? `${bare.slice(0, 60)}…` : bare
}
