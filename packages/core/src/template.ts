import type { Json } from './run.ts'
import type { TemplateOptions, TemplateScope } from './scope.ts'
import type { TemplateEscape } from './template-context.ts'
import { parseTemplate, renderTemplate } from './template-engine.ts'
import { TemplateError } from './template-error.ts'
import { JsonText } from './template-filter.ts'

/** True when a text holds anything to insert; everything else is taken as it stands. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

/** The paths that a text reads, each once: `{{subject.client.email}}` → `['subject', 'client', 'email']`. None when it cannot be read. */
export function pathsIn(text: string): string[][] {
  if (!isTemplate(text)) return []
  try {
    return parseTemplate(text).paths
  } catch {
    return []
  }
}

/** The roots that any text inside a value reads (`subject`, `steps` …): what must be loaded before it is resolved. */
export function rootsIn(value: Json): Set<string> {
  const roots = new Set<string>()
  collectRoots(value, roots)
  return roots
}

/** What is wrong with a text as a template, as a sentence; null when it can be read. */
export function checkTemplate(text: string): string | null {
  if (!isTemplate(text)) return null
  try {
    parseTemplate(text)
    return null
  } catch (error) {
    return TemplateError.from(error).message
  }
}

/** A text with everything inserted and escaped for its surroundings. Throws TemplateError, and nothing else. */
export function resolveText(
  text: string,
  scope: TemplateScope,
  escaping: TemplateEscape,
  options: TemplateOptions = {},
): string {
  if (!isTemplate(text)) return text
  return renderTemplate(parseTemplate(text), scope, escaping, options).text
}

/**
 * Like `resolveText` without escaping, but a text of exactly one insertion gives the value itself: `{{subject.premium}}`
 * a number, `{{trigger.body}}` an object. A root that the scope lacks has no values. Throws TemplateError, and nothing else.
 */
export function resolveValue(text: string, scope: Partial<TemplateScope>, options: TemplateOptions = {}): Json {
  if (!isTemplate(text)) return text
  const template = parseTemplate(text)
  const rendered = renderTemplate(template, scope, 'none', options)
  return template.single ? jsonOf(rendered.inserted) : rendered.text
}

function collectRoots(value: Json, roots: Set<string>): void {
  if (typeof value === 'string') {
    for (const [root] of pathsIn(value)) if (root !== undefined) roots.add(root)
  } else if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) collectRoots(child, roots)
  }
}

function jsonOf(value: unknown): Json {
  return value instanceof JsonText ? value.text : (value as Json)
}
