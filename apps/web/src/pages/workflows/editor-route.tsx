import { useParams } from '@tanstack/react-router'
import { EditorPage } from '../../editor/editor-page.tsx'

export function EditorRoute() {
  const { workflowId } = useParams({ from: '/app/workflows/$workflowId' })
  // Another workflow is another document with its own history of changes.
  return <EditorPage key={workflowId} workflowId={workflowId} />
}
