import { describe, expect, it } from 'vitest'
import { ancestorsOf, findNode, findTrigger, nextNodeId, reachableFrom } from './graph.ts'
import { definitionOf, nodeOf } from './testing/definitions.ts'

const diamond = definitionOf(
  [
    nodeOf('if', 'condition'),
    nodeOf('start', 'webhook'),
    nodeOf('a', 'note'),
    nodeOf('b', 'note'),
    nodeOf('end', 'put'),
    nodeOf('lone', 'put'),
  ],
  'start if',
  'if yes a',
  'if no b',
  'a end',
  'b end',
)

describe('the graph', () => {
  it('finds the trigger wherever it stands in the list', () => {
    expect(findTrigger(diamond)?.id).toBe('start')
    expect(findTrigger(definitionOf([nodeOf('a', 'note')]))).toBeUndefined()
  })

  it('finds a node by its id', () => {
    expect(findNode(diamond, 'b')?.type).toBe('note')
    expect(findNode(diamond, 'zzz')).toBeUndefined()
  })

  it('follows the branch that the outcome names, and ends where there is none', () => {
    expect(nextNodeId(diamond, 'if', 'no')).toBe('b')
    expect(nextNodeId(diamond, 'if', 'next')).toBeNull()
    expect(nextNodeId(diamond, 'end', 'next')).toBeNull()
  })

  it('lists what can run before a node, nearest first', () => {
    expect(ancestorsOf(diamond, 'end')).toEqual(['a', 'b', 'if', 'start'])
    expect(ancestorsOf(diamond, 'a')).toEqual(['if', 'start'])
    expect(ancestorsOf(diamond, 'start')).toEqual([])
  })

  it('lists what can run after a node', () => {
    expect(reachableFrom(diamond, 'start')).toEqual(['if', 'a', 'b', 'end'])
    expect(reachableFrom(diamond, 'lone')).toEqual([])
  })

  it('ends on a circle, and never counts the node itself', () => {
    const circle = definitionOf([nodeOf('a', 'note'), nodeOf('b', 'note')], 'a b', 'b a')
    expect(reachableFrom(circle, 'a')).toEqual(['b'])
    expect(ancestorsOf(circle, 'a')).toEqual(['b'])
  })
})
