import { Context, type Liquid } from 'liquidjs'
import type { TemplateOptions, TemplateScope } from './scope.ts'

/**
 * How inserted values are made safe for the text around them. `url`: as a part of an address, but for what begins it;
 * `form`: as a part of `name=value`.
 */
export type TemplateEscape = 'none' | 'html' | 'json' | 'url' | 'form'

/** One rendering: the roots, and what filters and insertions need to know besides. */
export class RenderContext extends Context {
  readonly escaping: TemplateEscape
  readonly timeZone: string
  /** The last inserted value before it became text: what a text of exactly one insertion gives. */
  inserted: unknown

  constructor(scope: Partial<TemplateScope>, escaping: TemplateEscape, options: TemplateOptions, engine: Liquid) {
    super(scope, engine.options, { sync: true }, { liquid: engine })
    this.escaping = escaping
    this.timeZone = options.timeZone ?? 'UTC'
  }
}
