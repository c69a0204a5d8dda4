import { keywordAt, placeAt, rootPlace, type SchemaPlace, takesTextOnly } from './config-schema.ts'
import type { JsonSchema } from './node-type.ts'
import type { Json } from './run.ts'
import type { TemplateOptions, TemplateScope } from './scope.ts'
import { isTemplate, resolveText, resolveValue } from './template.ts'
import { TemplateError } from './template-error.ts'

/**
 * A node's config with everything inserted. What a field is decides how: HTML and JSON text and web addresses are
 * escaped for what they are, a field that takes text only gets text, any other keeps the type of a single insertion.
 * Fields whose meta does not say `template: true` are left as they stand. Throws TemplateError naming the field.
 */
export function resolveConfig(
  config: { [field: string]: Json },
  configSchema: JsonSchema,
  scope: TemplateScope,
  options: TemplateOptions = {},
): { [field: string]: Json } {
  const place = rootPlace(configSchema)
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      naming(key, () => resolveField(value, placeAt(place, key, config), scope, options)),
    ]),
  )
}

function naming(field: string, resolve: () => Json): Json {
  try {
    return resolve()
  } catch (error) {
    throw error instanceof TemplateError ? error.in(field) : error
  }
}

function resolveField(value: Json, place: SchemaPlace, scope: TemplateScope, options: TemplateOptions): Json {
  if (typeof value === 'string')
    return place.template && isTemplate(value) ? insertInto(value, place, scope, options) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    return value.map((item, index) => resolveField(item, placeAt(place, index, value), scope, options))
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, resolveField(child, placeAt(place, key, value), scope, options)]),
  )
}

function insertInto(text: string, place: SchemaPlace, scope: TemplateScope, options: TemplateOptions): Json {
  try {
    const widget = keywordAt(place, 'widget')
    if (widget === 'html' || widget === 'json' || widget === 'form') return resolveText(text, scope, widget, options)
    if (widget === 'url' || keywordAt(place, 'format') === 'uri') return resolveText(text, scope, 'url', options)
    return takesTextOnly(place) ? resolveText(text, scope, 'none', options) : resolveValue(text, scope, options)
  } catch (error) {
    const label = keywordAt(place, 'title')
    if (!(error instanceof TemplateError) || typeof label !== 'string') throw error
    throw new TemplateError(error.code, `${label}: ${error.message}`, error.path, error)
  }
}
