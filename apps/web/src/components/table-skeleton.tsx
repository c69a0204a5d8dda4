import { Paper, Skeleton, Stack } from '@mantine/core'

/** Stands where a list will be. */
export function TableSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Paper p="md" role="status" aria-label="Loading">
      <Stack gap="md">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity
          <Skeleton key={row} height={16} width={`${92 - ((row * 17) % 40)}%`} />
        ))}
      </Stack>
    </Paper>
  )
}
