import { Center, Loader } from '@mantine/core'

export function PageLoading() {
  return (
    <Center py={80} role="status" aria-label="Loading">
      <Loader size="sm" />
    </Center>
  )
}
