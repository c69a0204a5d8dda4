import '@mantine/charts/styles.css'
import type { Analytics } from '@hubflow/api/client'
import { BarChart } from '@mantine/charts'
import { Group, Paper, SegmentedControl, Table, Text, Title, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import classes from './dashboard.module.css'
import { chartSentence, periodNames, underWay } from './figure-words.ts'

/** From the ground up; failures have stripes besides, so that they are told by more than their colour. */
const SERIES = [
  { name: 'completed', label: 'Completed', color: 'green.6' },
  { name: 'failed', label: 'Failed', color: 'red.6' },
  { name: 'cancelled', label: 'Cancelled', color: 'gray.6' },
  { name: 'held', label: 'Held', color: 'orange.5' },
  { name: 'underWay', label: 'Under way', color: 'hub.4' },
] as const

/** Runs by the day or hour that they began in and by how they stand: a chart, or the same as a table. */
export function RunsChart({ figures }: { figures: Analytics }) {
  const [look, setLook] = useState('chart')
  const nameOf = periodNames(figures)
  const data = figures.periods.map((period) => ({ ...period, name: nameOf(period), underWay: underWay(period) }))
  const sentence = chartSentence(figures)
  const shown = SERIES.filter(({ name }) => data.some((row) => row[name] > 0))
  return (
    <Paper component="section" aria-label="Runs over time" className={classes.chart}>
      <Group justify="space-between" mb={6}>
        <Title order={2} size="h3">
          Runs {figures.unit === 'hour' ? 'by the hour' : 'by the day'}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Show as"
          data={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
          value={look}
          onChange={setLook}
        />
      </Group>
      {look === 'table' ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <div className={classes.periods} tabIndex={0}>
          <PeriodsTable data={data} caption={sentence} />
        </div>
      ) : (
        <>
          <VisuallyHidden>
            <PeriodsTable data={data} caption={sentence} />
          </VisuallyHidden>
          <div aria-hidden>
            <Legend series={shown} />
            <BarChart
              h={258}
              data={data}
              dataKey="name"
              type="stacked"
              series={[...shown]}
              valueFormatter={(value) => value.toLocaleString()}
              maxBarWidth={46}
              xAxisProps={{ interval: 'equidistantPreserveStart' }}
              yAxisProps={{ width: 42, allowDecimals: false }}
              barChartProps={{ accessibilityLayer: false, margin: { top: 10 } }}
              barProps={({ name }) => ({
                isAnimationActive: false,
                ...(name === 'failed' ? { fill: 'url(#failed-stripes)' } : {}),
              })}
            >
              <Stripes />
            </BarChart>
          </div>
        </>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {sentence} Days and hours are those of {figures.timeZone}. Test runs are not counted.
      </Text>
    </Paper>
  )
}

function Legend({ series }: { series: readonly (typeof SERIES)[number][] }) {
  return (
    <Group gap="md" mb={8}>
      {series.map(({ name, label, color }) => (
        <Group key={name} gap={6}>
          <span
            className={classes.swatch}
            data-striped={name === 'failed'}
            style={{ backgroundColor: `var(--mantine-color-${color.replace('.', '-')})` }}
          />
          <Text size="xs">{label}</Text>
        </Group>
      ))}
    </Group>
  )
}

function Stripes() {
  return (
    <defs>
      <pattern id="failed-stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill="var(--mantine-color-red-6)" />
        <rect width="2" height="6" fill="var(--mantine-color-red-2)" />
      </pattern>
    </defs>
  )
}

type Row = { name: string } & Record<(typeof SERIES)[number]['name'], number>

function PeriodsTable({ data, caption }: { data: readonly Row[]; caption: string }) {
  return (
    <Table verticalSpacing={4}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Began</Table.Th>
          {SERIES.map(({ name, label }) => (
            <Table.Th key={name} scope="col" className={classes.number}>
              {label}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.map((row) => (
          <Table.Tr key={row.name}>
            <Table.Th scope="row">{row.name}</Table.Th>
            {SERIES.map(({ name }) => (
              <Table.Td key={name} className={classes.number}>
                {row[name].toLocaleString()}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
