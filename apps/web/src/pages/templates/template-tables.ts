import { formatPath, HUB_TABLE_NAMES, type HubTableName, pathsIn, tableVariables } from '@hubflow/core'

/** The tables whose records a text can be about, those first that know most of what it inserts. */
export function tablesByFit(texts: readonly string[]): HubTableName[] {
  const paths = texts.flatMap((text) => pathsIn(text).map(formatPath))
  const fit = (table: HubTableName): number => {
    const known = new Set(tableVariables([table]).flatMap(({ items }) => items.map((item) => item.path)))
    return paths.filter((path) => path.startsWith('subject.') && known.has(path)).length
  }
  const fits = new Map(HUB_TABLE_NAMES.map((table) => [table, fit(table)]))
  return HUB_TABLE_NAMES.toSorted((one, other) => (fits.get(other) ?? 0) - (fits.get(one) ?? 0))
}
