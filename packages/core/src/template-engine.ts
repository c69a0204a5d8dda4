import {
  CaseTag,
  CommentTag,
  type Context,
  type Emitter,
  IfTag,
  Liquid,
  Output,
  Tag,
  type Template,
  toValue,
  UnlessTag,
} from 'liquidjs'
import type { TemplateOptions, TemplateScope } from './scope.ts'
import { RenderContext, type TemplateEscape } from './template-context.ts'
import { TemplateError } from './template-error.ts'
import { JsonText, TEMPLATE_FILTERS, textOf } from './template-filter.ts'
import { childrenOf, formatPath, pathsOf } from './template-path.ts'

/** A text that was read once: what is rendered, and what the checks need to know. */
export interface ParsedTemplate {
  parts: Template[]
  paths: string[][]
  /** The whole text is one insertion. */
  single: boolean
}

const engine = createEngine()

function createEngine(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    parseLimit: 200_000,
    // By the clock, so only a last resort: there are no loops, the other limits bound the work, and a busy machine is no bad text.
    renderLimit: 2000,
    memoryLimit: 2_000_000,
    // Templates come from fields only; there is nothing to include, and nothing to read from a disk.
    templates: {},
    locale: 'en-US',
  })
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name)
  for (const [name, filter] of TEMPLATE_FILTERS) liquid.registerFilter(name, filter)
  for (const name of Object.keys(liquid.tags)) delete liquid.tags[name]
  for (const [name, tag] of Object.entries({ if: IfTag, unless: UnlessTag, case: CaseTag, comment: CommentTag })) {
    liquid.registerTag(name, tag)
  }
  return liquid
}

/** Parsed texts, oldest first; bounded by the characters they were read from. */
const cache = new Map<string, ParsedTemplate>()
const CACHE_CHARACTERS = 2_000_000
let cachedCharacters = 0

/** Reads a text. Throws TemplateError. */
export function parseTemplate(text: string): ParsedTemplate {
  const known = cache.get(text)
  if (known) return known
  const parsed = read(text)
  cache.set(text, parsed)
  cachedCharacters += text.length
  for (const oldest of cache.keys()) {
    if (cachedCharacters <= CACHE_CHARACTERS) break
    cache.delete(oldest)
    cachedCharacters -= oldest.length
  }
  return parsed
}

/** Renders what was read; `inserted` is the last inserted value with its type. Throws TemplateError. */
export function renderTemplate(
  template: ParsedTemplate,
  scope: Partial<TemplateScope>,
  escaping: TemplateEscape,
  options: TemplateOptions,
): { text: string; inserted: unknown } {
  const context = new RenderContext(scope, escaping, options, engine)
  try {
    return { text: String(engine.renderSync(template.parts, context)), inserted: context.inserted }
  } catch (error) {
    throw TemplateError.from(error)
  }
}

/** A mail has dozens. What is beyond these would take longer to read than a step may. */
const MAX_INSERTIONS = 2000
const MAX_INSERTION_LENGTH = 10_000

function read(text: string): ParsedTemplate {
  try {
    if (text.split(/\{[{%]/, MAX_INSERTIONS + 2).length > MAX_INSERTIONS + 1) throw new Error('too long: insertions')
    const parts = engine.parse(text)
    const printable = parts.filter((part) => part instanceof Output || textIn(part).trim() !== '')
    for (const part of parts) guard(part, printable[0])
    const paths = parts.flatMap(pathsOf)
    return { parts, paths: unique(paths), single: printable.length === 1 && printable[0] instanceof Output }
  } catch (error) {
    throw TemplateError.from(error)
  }
}

function textIn(part: Template): string {
  return part.token.getText()
}

/** Makes every insertion in a part, however deep, insist on a value and write it escaped. */
function guard(part: Template, first: Template | undefined): void {
  const isText = !(part instanceof Output || part instanceof Tag)
  if (!isText && textIn(part).length > MAX_INSERTION_LENGTH) throw new Error('too long: one insertion')
  if (part instanceof Output) {
    part.render = (context, emitter) => insert(part, part === first, context, emitter)
    return
  }
  for (const child of childrenOf(part)) guard(child, first)
}

function* insert(output: Output, isFirst: boolean, context: Context, emitter: Emitter): IterableIterator<unknown> {
  const { initial, filters } = output.value
  let value: unknown = toValue(yield initial.evaluate(context, true))
  const hasFallback = filters.some((filter) => filter.name === 'default')
  if (!hasFallback) requireValue(value, output)
  for (const filter of filters) value = toValue(yield filter.render(value, context))
  requireValue(value, output)
  if (!(context instanceof RenderContext)) throw new Error('a template is rendered by renderTemplate only')
  context.inserted = value
  const text = escapeValue(value, context.escaping, isFirst)
  context.memoryLimit.use(text.length)
  emitter.write(text)
}

function requireValue(value: unknown, output: Output): void {
  if (value !== null && value !== undefined) return
  const [path] = pathsOf(output)
  throw TemplateError.missing(path ? formatPath(path) : output.token.getText().replace(/^\{\{-?\s*|\s*-?\}\}$/g, ''))
}

const HTML_ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeValue(value: unknown, escaping: TemplateEscape, isFirst: boolean): string {
  const text = textOf(value)
  switch (escaping) {
    case 'none':
      return text
    case 'html':
      return text.replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character)
    case 'json':
      // Lists and objects can only stand for themselves; anything else stands between quotes that are already there.
      return value instanceof JsonText
        ? text
        : typeof value === 'object'
          ? JSON.stringify(value)
          : JSON.stringify(text).slice(1, -1)
    case 'url':
      // What stands first is the address itself, not a part of it.
      return isFirst ? text : urlPart(text)
    case 'form':
      return urlPart(text)
  }
}

/** A lone surrogate would make encodeURIComponent throw. */
function urlPart(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

function unique(paths: string[][]): string[][] {
  return [...new Map(paths.map((path) => [path.join('\0'), path])).values()]
}
