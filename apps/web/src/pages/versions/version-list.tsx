import type { Version } from '@hubflow/api/client'
import { ActionIcon, Badge, Menu, Paper, Text, UnstyledButton } from '@mantine/core'
import { IconBroadcast, IconDots, IconFileExport, IconPencil, IconRocket } from '@tabler/icons-react'
import { RelativeTime } from '../../components/relative-time.tsx'
import { plural } from '../../format/words.ts'
import classes from './versions.module.css'
import type { Side } from './versions-search.ts'

interface VersionListProps {
  workflowId: string
  versions: readonly Version[]
  /** True where the draft differs from what is live. */
  hasDraft: boolean
  shown: Side
  onShow(side: Side): void
  onRestore(version: number, live: boolean): void
}

/** The versions, the newest first, each with who published it, when and why. */
export function VersionList({ workflowId, versions, hasDraft, shown, onShow, onRestore }: VersionListProps) {
  return (
    <Paper component="section" aria-label="Versions" className={classes.list ?? ''}>
      <ol>
        {hasDraft && (
          <li data-shown={shown === 'draft'}>
            <UnstyledButton
              className={classes.version ?? ''}
              aria-pressed={shown === 'draft'}
              onClick={() => onShow('draft')}
            >
              <span className={classes.name}>
                Draft
                <Badge color="yellow" variant="light" leftSection={<IconPencil size={11} aria-hidden />}>
                  Not published
                </Badge>
              </span>
              <Text size="xs" c="dimmed">
                What is being edited.
              </Text>
            </UnstyledButton>
          </li>
        )}
        {versions.map((version) => (
          <li key={version.version} data-shown={shown === version.version}>
            <UnstyledButton
              className={classes.version ?? ''}
              aria-pressed={shown === version.version}
              onClick={() => onShow(version.version)}
            >
              <span className={classes.name}>
                Version {version.version}
                {version.isLive && (
                  <Badge color="green" variant="light" leftSection={<IconBroadcast size={11} aria-hidden />}>
                    Live
                  </Badge>
                )}
              </span>
              <Text size="xs" c="dimmed">
                {version.publishedBy.name} · <RelativeTime time={version.publishedAt} />
                {version.runsUnderWay > 0 && ` · ${plural(version.runsUnderWay, 'run')} under way`}
              </Text>
              {version.note && <Text size="sm">{version.note}</Text>}
            </UnstyledButton>
            <VersionMenu
              workflowId={workflowId}
              version={version}
              onRestore={(live) => onRestore(version.version, live)}
            />
          </li>
        ))}
      </ol>
    </Paper>
  )
}

function VersionMenu({
  workflowId,
  version,
  onRestore,
}: {
  workflowId: string
  version: Version
  onRestore(live: boolean): void
}) {
  return (
    <Menu width={220} position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More for version ${version.version}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onRestore(false)}>
          Go on editing from it…
        </Menu.Item>
        {!version.isLive && (
          <Menu.Item leftSection={<IconRocket size={16} />} onClick={() => onRestore(true)}>
            Make it live again…
          </Menu.Item>
        )}
        <Menu.Item
          component="a"
          href={`/api/workflows/${workflowId}/export?version=${version.version}`}
          download
          leftSection={<IconFileExport size={16} />}
        >
          Export as a file
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
