/** `first_name`, `firstName`, `idempotency-key` as people read them: `First name`. */
export function humanKey(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/\bid\b/g, 'ID')
    .replace(/\burl\b/g, 'URL')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `a policy`, `an agent`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}

/** As it stands within a sentence. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** `1 run`, `2 runs`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`
}

const money = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' })

/** An amount of the hub, which keeps its money as decimal text. */
export function moneyText(amount: string | number): string {
  const value = Number(amount)
  return Number.isFinite(value) ? money.format(value) : String(amount)
}

/** `Maria Lopez` → `ML`. */
export function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean)
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]]
  return letters.map((part) => part?.charAt(0).toUpperCase() ?? '').join('')
}
