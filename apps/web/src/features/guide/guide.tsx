import type { Workflow } from '@hubflow/api/client'
import { findTrigger } from '@hubflow/core'
import { Button, Group, Stepper } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { useDefinition, useEditor } from '../../editor/editor-context.ts'
import { GUIDE_STEPS, type GuideStep } from '../../editor/editor-search.ts'
import { plural } from '../../format/words.ts'
import { Review } from '../review/review.tsx'
import { ActionsStep } from './actions-step.tsx'
import { BasicsStep } from './basics-step.tsx'
import classes from './guide.module.css'
import { TriggerStep } from './trigger-step.tsx'

interface GuideProps {
  workflow: Workflow
  step: GuideStep
  /** `undefined` leads to the canvas. */
  onStep(step: GuideStep | undefined): void
}

const WORDS: Record<GuideStep, { title: string; what: string }> = {
  basics: { title: 'Basics', what: 'What it is called' },
  trigger: { title: 'Trigger', what: 'When it starts' },
  actions: { title: 'Actions', what: 'What is done then' },
  review: { title: 'Review', what: 'A last look' },
}

/** The way through a workflow for those who want to be led: it changes the same draft that the canvas shows. */
export function Guide({ workflow, step, onStep }: GuideProps) {
  const hasTrigger = useDefinition((definition) => findTrigger(definition) !== undefined)
  const problems = useProblems()
  const index = GUIDE_STEPS.indexOf(step)
  const next = GUIDE_STEPS[index + 1]
  const before = GUIDE_STEPS[index - 1]
  return (
    <section className={classes.guide} aria-label="Step by step">
      <Stepper
        active={index}
        size="sm"
        iconSize={30}
        className={classes.steps ?? ''}
        onStepClick={(chosen) => onStep(GUIDE_STEPS[chosen])}
      >
        {GUIDE_STEPS.map((each, at) =>
          // What nobody has come to yet need not be right.
          problems[each] > 0 && at < index ? (
            <Stepper.Step
              key={each}
              label={WORDS[each].title}
              description={plural(problems[each], 'problem')}
              color="orange.8"
              completedIcon={<IconAlertTriangle size={17} aria-hidden />}
            />
          ) : (
            <Stepper.Step key={each} label={WORDS[each].title} description={WORDS[each].what} />
          ),
        )}
      </Stepper>
      <div className={classes.content}>
        {step === 'basics' && <BasicsStep workflow={workflow} />}
        {step === 'trigger' && <TriggerStep />}
        {step === 'actions' && <ActionsStep />}
        {step === 'review' && <Review workflow={workflow} onLeave={onStep} />}
      </div>
      <Group justify="space-between" className={classes.foot}>
        {before ? (
          <Button variant="default" leftSection={<IconArrowLeft size={16} />} onClick={() => onStep(before)}>
            {WORDS[before].title}
          </Button>
        ) : (
          <span />
        )}
        {next && (
          <Button
            rightSection={<IconArrowRight size={16} />}
            disabled={step === 'trigger' && !hasTrigger}
            onClick={() => onStep(next)}
          >
            Next: {WORDS[next].title}
          </Button>
        )}
      </Group>
    </section>
  )
}

/** How many problems there are in what each step of the guide is about. */
function useProblems(): Record<GuideStep, number> {
  const { problems } = useEditor()
  const triggerId = useDefinition((definition) => findTrigger(definition)?.id ?? '')
  const all = useStore(problems, (state) => state.all.length)
  const trigger = useStore(problems, ({ byNode }) => byNode.get(triggerId)?.length ?? 0)
  return { basics: 0, trigger, actions: all - trigger, review: 0 }
}
