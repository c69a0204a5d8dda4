import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTemplate, pathsIn, resolveText, resolveValue, rootsIn } from './template.ts'
import type { TemplateEscape } from './template-context.ts'
import { TemplateError } from './template-error.ts'
import { testScope } from './testing/definitions.ts'

const text = (template: string, escaping: TemplateEscape = 'none') => resolveText(template, testScope, escaping)

function failure(template: string): TemplateError {
  try {
    resolveText(template, testScope, 'none')
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error(`${template} did not fail`)
}

describe('inserting', () => {
  it('reads every root', () => {
    expect(text('{{trigger.body.name}}, {{steps.n2.status}}, {{subject.client.first_name}}')).toBe(
      'Ann "A" <b>, 200, Maria',
    )
    expect(text('{{workflow.name}} {{run.id}} {{now | date: "%Y"}} {{steps.7-up.value}}')).toBe('Welcome r1 2026 7')
  })

  it('leaves text alone that inserts nothing', () => {
    expect(text('50% { off } for {x}')).toBe('50% { off } for {x}')
    expect(resolveValue('plain', testScope)).toBe('plain')
  })

  it('gives the value itself where the text is exactly one insertion', () => {
    expect(resolveValue('{{trigger.body.count}}', testScope)).toBe(3)
    expect(resolveValue(' {{ trigger.body.nested }} ', testScope)).toEqual({ deep: true })
    expect(resolveValue('{{trigger.body.tags}}', testScope)).toEqual(['new', 'vip'])
    expect(resolveValue('{{trigger.body.nested.deep}}', testScope)).toBe(true)
    expect(resolveValue('{{trigger.body.count | plus: 1}}', testScope)).toBe(4)
    expect(resolveValue('{{trigger.body.count}} new', testScope)).toBe('3 new')
    expect(resolveValue('{{trigger.body.nested | json}}', testScope)).toBe('{"deep":true}')
  })

  it('writes lists with commas and objects as JSON', () => {
    expect(text('Tags: {{trigger.body.tags}}')).toBe('Tags: new, vip')
    expect(text('Got {{trigger.body.nested}}')).toBe('Got {"deep":true}')
  })

  it('decides by if, unless and case, where a missing value is just not there', () => {
    expect(text('{% if subject.notes %}yes{% elsif trigger.body.count > 2 %}many{% else %}no{% endif %}')).toBe('many')
    expect(text('{% unless subject.nothing.at.all %}none{% endunless %}')).toBe('none')
    expect(
      text('{% case steps.n2.status %}{% when 200 %}ok{% else %}bad{% endcase %}{% comment %}x{% endcomment %}'),
    ).toBe('ok')
  })
})

describe('filters', () => {
  it.each([
    ['{{subject.premium | money}}', '$1,234.50'],
    ['{{1234.5 | money: "EUR"}}', '€1,234.50'],
    ['{{"about ten" | money}}', 'about ten'],
    ['{{"charged_back" | title_case}}', 'Charged Back'],
    ['{{"mary-ann o\'neill" | title_case}}', "Mary-Ann O'neill"],
    ['{{subject.renewal_date | date}}', 'March 1, 2027'],
    ['{{subject.renewal_date | date: "%m/%d/%Y"}}', '03/01/2027'],
    ['{{run.started_at | date: "%H:%M", "Europe/Berlin"}}', '03:30'],
    ['{{subject.notes | default: "no notes"}}', 'no notes'],
    ['{{subject.nothing.here | upcase | default: "none"}}', 'none'],
    ['{{trigger.body.tags | join: " + " | upcase}}', 'NEW + VIP'],
    ['{{trigger.body.tags.first | capitalize}} {{trigger.body.tags | size}}', 'New 2'],
    ['{{"a long sentence" | truncate: 6}}', 'a l...'],
    ['{{10 | divided_by: 4 | round: 1}}', '2.5'],
    ['{{"a-b-c" | replace: "-", "+" | append: "!"}}', 'a+b+c!'],
  ])('%s is %s', (template, expected) => {
    expect(text(template)).toBe(expected)
  })

  it('shows moments in the zone that the run has', () => {
    const berlin = resolveText('{{run.started_at | date: "%H:%M"}}', testScope, 'none', { timeZone: 'Europe/Berlin' })
    expect([berlin, text('{{run.started_at | date: "%H:%M"}}')]).toEqual(['03:30', '01:30'])
  })
})

describe('escaping', () => {
  it('keeps inserted values from changing what is around them', () => {
    expect(text('<p>{{trigger.body.name}}</p>', 'html')).toBe('<p>Ann &quot;A&quot; &lt;b&gt;</p>')
    expect(text('{"n": "{{trigger.body.name}}", "c": {{trigger.body.count}}}', 'json')).toBe(
      '{"n": "Ann \\"A\\" <b>", "c": 3}',
    )
    expect(text('{"all": {{trigger.body.nested}}, "t": {{trigger.body.name | json}}}', 'json')).toBe(
      '{"all": {"deep":true}, "t": "Ann \\"A\\" <b>"}',
    )
    expect(text('https://x.test/?q={{trigger.body.name}}', 'url')).toBe('https://x.test/?q=Ann%20%22A%22%20%3Cb%3E')
    expect(text('name={{trigger.body.name}}', 'form')).toBe('name=Ann%20%22A%22%20%3Cb%3E')
  })

  it('takes what begins an address for the address itself', () => {
    const scope = { ...testScope, trigger: { base: 'https://x.test/a?b=c', id: 'p/1' } }
    expect(resolveText('{{trigger.base}}&id={{trigger.id}}', scope, 'url')).toBe('https://x.test/a?b=c&id=p%2F1')
    expect(resolveText('{{trigger.id}}=1', scope, 'form')).toBe('p%2F1=1')
  })

  it('does not escape inside if and case any less', () => {
    expect(text('{% if true %}{{trigger.body.name}}{% endif %}', 'html')).toBe('Ann &quot;A&quot; &lt;b&gt;')
  })
})

describe('a missing value', () => {
  it.each([
    ['{{subject.client.email}}', 'subject.client.email'],
    ['{{subject.client.emial}}', 'subject.client.emial'],
    ['{{trigger.body.a.b.c | upcase}}', 'trigger.body.a.b.c'],
    ['{{steps.n9.status}}', 'steps.n9.status'],
    ['{{"x" | append: subject.zip}}', 'subject.zip'],
    ['{{trigger.body["first name"]}}', 'trigger.body["first name"]'],
  ])('%s is told by its path', (template, path) => {
    const error = failure(template)
    expect([error.code, error.path]).toEqual(['value-missing', path])
    expect(error.message).toContain(`"${path}" has no value.`)
  })

  it('is told when a run has no subject at all', () => {
    expect(() => resolveText('{{subject.phone}}', { ...testScope, subject: null }, 'none')).toThrow(
      '"subject.phone" has no value.',
    )
  })
})

describe('a text that cannot be read', () => {
  it.each([
    ['{{subject.name', '"{{subject.name" is not closed: end it with }}.'],
    ['{% if a %}x', '"{% if a %}" is not closed: end it with its own end, such as {% endif %}.'],
    ['{{ a | shout }}', 'There is no filter "shout". Take one from the list, such as upcase, date, money or default.'],
    ['{% for a in b %}{% endfor %}', '"{% for %}" cannot be used here; only if, unless, case and comment can.'],
    ['{% include "x" %}', '"{% include %}" cannot be used here; only if, unless, case and comment can.'],
    ['{% render "x" %}', '"{% render %}" cannot be used here; only if, unless, case and comment can.'],
    ['{% assign a = 1 %}', '"{% assign %}" cannot be used here; only if, unless, case and comment can.'],
    ['{{ a | raw }}', 'There is no filter "raw". Take one from the list, such as upcase, date, money or default.'],
  ])('%s', (template, sentence) => {
    expect(checkTemplate(template)).toBe(sentence)
    expect(failure(template).code).toBe('template-failed')
  })

  it('is null where nothing is wrong', () => {
    expect(checkTemplate('{{anything.at.all | default: "x"}}')).toBeNull()
    expect(checkTemplate('no braces')).toBeNull()
  })
})

describe('a long mail', () => {
  it('is read and rendered whole', () => {
    const mail = `<p>${'x'.repeat(100)} {{subject.client.first_name}}</p>`.repeat(1400)
    expect(resolveText(mail, testScope, 'html')).toBe(`<p>${'x'.repeat(100)} Maria</p>`.repeat(1400))
    expect(checkTemplate('{{now}}'.repeat(2000))).toBeNull()
    expect(checkTemplate('{{now}}'.repeat(2001))).toBe('This text does too much. Make it shorter or simpler.')
  })
})

describe('paths', () => {
  it('are found wherever a text reads something', () => {
    expect(pathsIn('{{a.b}} {{ c["d e"] | append: f.g }} {% if h.i == j.k %}{{l}}{% endif %}')).toEqual([
      ['a', 'b'],
      ['c', 'd e'],
      ['f', 'g'],
      ['h', 'i'],
      ['j', 'k'],
      ['l'],
    ])
    expect(pathsIn('{{a.list[0].x}} {{a.b[c.d].e}}')).toEqual([
      ['a', 'list', '0', 'x'],
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(pathsIn('{{ broken')).toEqual([])
  })

  it('give the roots of a whole config', () => {
    expect(
      rootsIn({ to: ['{{subject.email}}'], deep: { text: 'x {{steps.n1.a}} {{ broken', more: ['{{now}}'] } }),
    ).toEqual(new Set(['subject', 'now']))
  })
})

describe('attacks', () => {
  it.each([
    '{{constructor}}',
    '{{subject.constructor}}',
    '{{subject.__proto__.polluted}}',
    '{{subject["constructor"]["constructor"]}}',
    '{{trigger.body.name.constructor}}',
    '{{trigger.toString}}',
    '{{steps.n2.body.hasOwnProperty}}',
    '{{ "".constructor }}',
    '{{ process.env }}',
    '{{ globalThis }}',
  ])('%s reads nothing', (template) => {
    expect(failure(template).code).toBe('value-missing')
  })

  // biome-ignore lint/suspicious/noTemplateCurlyInString: the payload is this very text
  it.each(['${7*7}', '<%= 7*7 %>', '#{7*7}', '@(7*7)', '*{7*7}', '{7*7}'])('%s stays text', (payload) => {
    expect(text(payload)).toBe(payload)
  })

  it('inserted braces are not read again', () => {
    const scope = { ...testScope, trigger: { body: '{{subject.premium}}' } }
    expect(resolveText('{{trigger.body}}', scope, 'none')).toBe('{{subject.premium}}')
  })

  const grow = '| replace: "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" '
  it.each([
    ['a list of billions', '{{ (1..9999999999) | join }}'],
    ['many long lists', '{{ (1..900000) | size }}'.repeat(50)],
    ['a text that grows', `{{ "a" ${grow.repeat(12)} }}`],
    ['first replacements that grow', `{{ "a" ${'| append: "aaaaaaaaaaaaaaaa" '.repeat(3000)} }}`],
    ['a wide date', '{{ now | date: "%99999999d" }}'],
    ['a long format', `{{ now | date: "${'%Y'.repeat(40_000)}" }}`],
    ['deep nesting', `${'{% if true %}'.repeat(9000)}x${'{% endif %}'.repeat(9000)}`],
    ['nesting without an end', '{% if true %}'.repeat(10_000)],
    ['many insertions', '{{trigger.body.name}}'.repeat(9000)],
    ['open braces', '{{'.repeat(90_000)],
    ['many filters', `{{ "a" ${'| upcase '.repeat(20_000)} }}`],
    ['a long path', `{{ a${'.b'.repeat(80_000)} }}`],
    ['nested brackets', `{{ a${'[a'.repeat(20_000)}${']'.repeat(20_000)} }}`],
    ['a long text', 'x'.repeat(300_000).concat('{{now}}')],
    ['huge split', `{{ "${'a,'.repeat(60_000)}" | split: "," | join: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }}`],
  ])('%s takes less than 300 ms of a processor', { retry: 2 }, (_name, template) => {
    const start = process.cpuUsage()
    try {
      resolveText(template, testScope, 'html')
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateError)
    }
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(300)
  })
})

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '|',
      '.',
      '[',
      ']',
      '"',
      "'",
      ':',
      ',',
      '-',
      '(',
      ')',
      ' if ',
      ' endif ',
      ' case ',
      ' when ',
      'else',
      'subject',
      'trigger.body',
      'steps',
      ' default: ',
      ' money',
      ' date: ',
      ' append: ',
      '..',
      'nil',
      'empty',
      ' and ',
      '==',
    ),
    fc.string({ maxLength: 6 }),
    fc.integer().map(String),
  )
  const anyText = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''))
  const anyEscape = fc.constantFrom<TemplateEscape>('none', 'html', 'json', 'url', 'form')

  it('gives text or a TemplateError, never anything else', () => {
    fc.assert(
      fc.property(anyText, anyEscape, (template, escaping) => {
        try {
          expect(typeof resolveText(template, testScope, escaping)).toBe('string')
          resolveValue(template, testScope)
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError)
        }
        expect(checkTemplate(template) === null || pathsIn(template).length === 0).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('keeps any value inside its HTML, its JSON text and its query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const scope = { ...testScope, trigger: { value } }
        expect(resolveText('<p title="{{trigger.value}}">', scope, 'html')).not.toMatch(/<p title="[^"]*[<"][^>]/)
        expect(JSON.parse(resolveText('{"v":"{{trigger.value}}"}', scope, 'json'))).toEqual({ v: value })
        const address = new URL(resolveText('https://x.test/?v={{trigger.value}}&w=1', scope, 'url'))
        expect(address.searchParams.get('v')).toBe(value.toWellFormed())
      }),
    )
  })
})
