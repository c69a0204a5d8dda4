import { expect, test } from 'vitest'
import { keysOf, SHORTCUTS, shortcutFor } from './shortcuts.ts'

const NONE = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test.each([
  [{ key: 'z', ctrlKey: true }, 'Ctrl+Z'],
  [{ key: 'Z', metaKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: 'ˇ', code: 'KeyT', altKey: true, shiftKey: true }, 'Alt+Shift+T'],
  [{ key: 'Escape' }, 'Escape'],
])('%j is called %s', (pressed, name) => {
  expect(keysOf({ ...NONE, ...pressed })).toBe(name)
})

test('no key does two things, and those of the canvas do nothing where it is not shown', () => {
  const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys)
  expect(new Set(keys).size).toBe(keys.length)
  const find = { ...NONE, key: 'f', ctrlKey: true }
  expect(shortcutFor(find, true)?.words).toBe('Find a step')
  expect(shortcutFor(find, false)).toBeUndefined()
})
