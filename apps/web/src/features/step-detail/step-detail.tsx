import type { Run, RunStep } from '@hubflow/api/client'
import type { Json } from '@hubflow/core'
import { Alert, Box, Code, Group, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { FixLinks } from '../../components/fix-links.tsx'
import { JsonView } from '../../components/json-view.tsx'
import { EffectReceipt } from './effect-receipt.tsx'
import classes from './step-detail.module.css'

/** What came in, what it did, what went out. */
export function StepDetail({
  step,
  run,
  isTrigger,
}: {
  step: RunStep
  run: Pick<Run, 'id' | 'workflowId'>
  isTrigger: boolean
}) {
  const isPreview = step.effects.some(({ kind }) => kind === 'preview')
  return (
    <Stack gap="md" className={classes.detail}>
      {step.error && <StepErrorCard error={step.error} nodeId={step.nodeId} workflowId={run.workflowId} />}
      {step.effects.length > 0 && (
        <Part title={isPreview ? 'What it would do' : 'What it did'}>
          <ul className={classes.effects}>
            {step.effects.map((effect) => (
              <li key={JSON.stringify(effect)}>
                <EffectReceipt effect={effect} runId={run.id} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {!isTrigger && <DataPart title="What came in" data={step.input} />}
      <DataPart
        title={isTrigger ? 'What started it' : isPreview ? 'What would go out' : 'What went out'}
        data={step.output}
      />
    </Stack>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box>
      <Title order={3} size="xs" c="dimmed" mb={4}>
        {title}
      </Title>
      {children}
    </Box>
  )
}

function DataPart({ title, data }: { title: string; data: Json }) {
  if (data === null || (typeof data === 'object' && Object.keys(data).length === 0)) return null
  return (
    <Part title={title}>
      <JsonView data={data} />
    </Part>
  )
}

interface StepErrorCardProps {
  error: NonNullable<RunStep['error']>
  nodeId: string
  workflowId: string
}

/** A failure in words: what happened, what to do, and the raw detail for whoever wants it. */
function StepErrorCard({ error, nodeId, workflowId }: StepErrorCardProps) {
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} title={error.title}>
      <Text size="sm">{error.message}</Text>
      <Text size="sm" mt={6}>
        {error.remedy}
      </Text>
      <Group gap="xs" mt="xs">
        <FixLinks fixes={error.fixes} workflowId={workflowId} nodeId={nodeId} />
      </Group>
      {error.detail && (
        <details className={classes.raw}>
          <summary>Technical detail</summary>
          <Code block mt={4} tabIndex={0} mah={260} style={{ overflow: 'auto' }}>
            {error.detail}
          </Code>
        </details>
      )}
    </Alert>
  )
}
