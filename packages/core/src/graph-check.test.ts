import { describe, expect, it } from 'vitest'
import type { Definition } from './definition.ts'
import { checkGraph } from './graph-check.ts'
import { definitionOf, nodeOf } from './testing/definitions.ts'
import { testRules } from './testing/node-types.ts'

const rules = new Map(testRules.map((type) => [type.type, type]))
const problemsIn = (definition: Definition) => checkGraph(definition, rules)

describe('the graph rules', () => {
  it('accept a path, and paths that part and merge', () => {
    expect(problemsIn(definitionOf([nodeOf('a', 'webhook'), nodeOf('b', 'note')], 'a b'))).toEqual([])
    const merging = definitionOf(
      [nodeOf('t', 'manual'), nodeOf('if', 'condition'), nodeOf('a', 'note'), nodeOf('b', 'note')],
      't if',
      'if yes a',
      'if no b',
      'a b',
    )
    expect(problemsIn(merging)).toEqual([])
  })

  it('ask for a trigger and an action', () => {
    expect(problemsIn(definitionOf([]))).toEqual([
      { code: 'trigger-missing', message: 'Add a trigger: it says when the workflow starts.' },
      { code: 'action-missing', message: 'Add an action: so far the workflow starts, but does nothing.' },
    ])
  })

  it('refuse a second trigger and a line into a trigger', () => {
    const two = definitionOf(
      [nodeOf('t', 'manual'), nodeOf('u', 'webhook', {}, { name: 'Leads' }), nodeOf('a', 'note')],
      't a',
      'a u',
    )
    expect(problemsIn(two)).toEqual([
      {
        code: 'trigger-twice',
        nodeId: 'u',
        message: 'A workflow has one trigger. Remove "Leads", or give it a workflow of its own.',
      },
      {
        code: 'trigger-has-input',
        nodeId: 'u',
        edgeId: 'e2',
        message: 'Nothing can lead to "Leads": a run begins there. Remove the line.',
      },
    ])
  })

  it('name the line that leads back', () => {
    const circle = definitionOf(
      [nodeOf('t', 'manual'), nodeOf('a', 'note'), nodeOf('b', 'condition'), nodeOf('c', 'note')],
      't a',
      'a b',
      'b yes c',
      'b no a',
    )
    expect(problemsIn(circle)).toEqual([
      {
        code: 'cycle',
        nodeId: 'b',
        edgeId: 'e4',
        message: 'The lines go round in a circle, so a run would never end. Remove the line that leads back.',
      },
    ])
    expect(
      problemsIn(definitionOf([nodeOf('t', 'manual'), nodeOf('a', 'note')], 't a', 'a a')).map((one) => one.code),
    ).toEqual(['cycle'])
  })

  it('allow one line a branch, and only branches that the node has', () => {
    const wrong = definitionOf(
      [nodeOf('t', 'manual'), nodeOf('a', 'note', {}, { name: 'Hello' }), nodeOf('b', 'note')],
      't a',
      't b',
      'a yes b',
    )
    expect(problemsIn(wrong)).toEqual([
      {
        code: 'branch-twice',
        nodeId: 't',
        edgeId: 'e2',
        message: 'Two lines leave "Run now" by "next". A run goes one way: remove one of them.',
      },
      {
        code: 'branch-unknown',
        nodeId: 'a',
        edgeId: 'e3',
        message: '"Hello" has no branch "yes". It has "next". Remove the line, or draw it from another branch.',
      },
    ])
  })

  it('refuse lines without ends, doubled ids and unknown types', () => {
    const broken = definitionOf(
      [nodeOf('t', 'manual'), nodeOf('a', 'note'), nodeOf('a', 'note'), nodeOf('x', 'fax')],
      't a',
      'a x',
      'x gone',
    )
    expect(problemsIn(broken)).toEqual([
      { code: 'node-id-twice', nodeId: 'a', message: 'Two nodes have the id "a". Remove one, and add it anew.' },
      {
        code: 'node-type-unknown',
        nodeId: 'x',
        message: 'This hub has no node of the type "fax". Remove "fax", or take another in its place.',
      },
      {
        code: 'edge-end-missing',
        edgeId: 'e3',
        message: 'A line leads from or to a node that is not there ("gone"). Remove the line.',
      },
    ])
  })

  it('want every node connected to the trigger', () => {
    const lone = definitionOf(
      [nodeOf('t', 'manual'), nodeOf('a', 'note'), nodeOf('b', 'note', {}, { name: 'Bye' })],
      't a',
    )
    expect(problemsIn(lone)).toEqual([
      { code: 'unreachable', nodeId: 'b', message: 'Nothing leads to "Bye". Connect it, or remove it.' },
    ])
  })

  it('let actions be turned off, but no trigger and no condition', () => {
    const off = { disabled: true }
    const turnedOff = definitionOf(
      [nodeOf('t', 'manual', {}, off), nodeOf('if', 'condition', {}, off), nodeOf('a', 'note', {}, off)],
      't if',
      'if yes a',
    )
    expect(problemsIn(turnedOff)).toEqual([
      { code: 'not-disableable', nodeId: 't', message: 'Turn "Run now" on: it starts the workflow.' },
      { code: 'not-disableable', nodeId: 'if', message: 'Turn "If" on: it decides which way a run goes.' },
    ])
  })
})
