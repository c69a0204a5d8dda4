import type { QueuedEmail } from '@hubflow/api/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { showDone, showFailure } from '../../components/toast.tsx'
import { plural } from '../../format/words.ts'

export type EmailAction = 'retry' | 'cancel'

/** What can be done to a mail: nothing while it is being sent, or after it was. */
export function actionOf({ status }: Pick<QueuedEmail, 'status'>): EmailAction | null {
  return status === 'failed' ? 'retry' : status === 'pending' ? 'cancel' : null
}

/** Retries failed mails, or cancels pending ones; those that changed meanwhile stay as they are. */
export function useChangeEmails(onDone: () => void = () => undefined) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ action, ids }: { action: EmailAction; ids: string[] }) =>
      unwrap(client.api['email-queue'].bulk.$post({ json: { action, ids } })),
    async onSuccess({ changed, skipped }, { action }) {
      const rest = skipped > 0 ? `${plural(skipped, 'mail')} had changed meanwhile, and stayed as it was.` : null
      showDone(
        action === 'retry' ? `${plural(changed, 'mail')} on the way again` : `${plural(changed, 'mail')} cancelled`,
        rest,
      )
      onDone()
      await queryClient.invalidateQueries({ queryKey: keys.emails })
    },
    onError: (error, { action }) =>
      showFailure(action === 'retry' ? 'Nothing was retried' : 'Nothing was cancelled', error),
  })
}
