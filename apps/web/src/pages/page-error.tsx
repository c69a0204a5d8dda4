import { Container } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { ApiError } from '../api/api-error.ts'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { NotFoundPage } from './not-found-page.tsx'

/** Stands in for a page that could not be shown. */
export function PageError({ error }: { error: unknown }) {
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />

  function retry(): void {
    reset()
    void router.invalidate()
  }

  return (
    <Container size="sm" py="xl">
      <ProblemAlert error={error} onRetry={retry} />
    </Container>
  )
}
